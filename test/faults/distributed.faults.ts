import { long } from './amounts.js';
import { faultSuite } from './suite.js';

faultSuite(long);
