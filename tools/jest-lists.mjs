import { expect } from '@jest/globals';
import { sameLength } from './same-length.mjs';

expect.addEqualityTesters([sameLength]);
