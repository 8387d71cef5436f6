export { freePort } from '../apps/standalone/src/engines/free-port.js';
