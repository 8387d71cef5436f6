import { short } from './amounts.js';
import { faultSuite } from './suite.js';

faultSuite(short);
