'use strict';
const diagnostics = require('node:diagnostics_channel');

/** Node 18.15 has no tracing channels; fastify and pino make one while they load. Nobody listens here, so none has subscribers. */
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
