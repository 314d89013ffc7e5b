import { once } from 'node:events';
import { createServer } from 'node:http';

const LOOKUP_MS = 400;

const ORDERS: Readonly<Record<string, unknown>> = {
  A17: { status: 'shipped', left_warehouse: 'Tuesday', arrives: 'tomorrow' },
};

/** A shop's order desk: `GET /orders?order_id=A17` answers with the state of an order. */
export interface OrderDesk {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the order desk on a free port of this machine. */
export async function startOrderDesk(): Promise<OrderDesk> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const order = ORDERS[url.searchParams.get('order_id') ?? ''];
    const body = JSON.stringify(order ?? { error: 'not_found' });
    setTimeout(() => {
      response.writeHead(url.pathname === '/orders' ? 200 : 404, { 'content-type': 'application/json' }).end(body);
    }, LOOKUP_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The order desk has no port');
  return {
    url: `http://127.0.0.1:${address.port}/orders`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
