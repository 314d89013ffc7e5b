import { config } from 'zod';

/** Imported before any schema: zod must not try to compile code, which the page's content security policy forbids. */
config({ jitless: true });
