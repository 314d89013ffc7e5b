'use strict';
const diagnostics = require('node:diagnostics_channel');

/**
 * Stand-in for the tracing channels that Node 18.15 lacks; fastify and pino create one while they load. It has no
 * subscribers, since nobody listens here.
 */
function silentTracingChannel() {
  const call = (fn, _context, self, ...args) => Reflect.apply(fn, self, args);
  const callback = (fn, _position, _context, self, ...args) => Reflect.apply(fn, self, args);
  const channel = diagnostics.channel('silent');
  return {
    start: channel,
    end: channel,
    asyncStart: channel,
    asyncEnd: channel,
    error: channel,
    hasSubscribers: false,
    subscribe() {},
    unsubscribe: () => true,
    traceSync: call,
    tracePromise: call,
    traceCallback: callback,
  };
}

diagnostics.tracingChannel ??= silentTracingChannel;
