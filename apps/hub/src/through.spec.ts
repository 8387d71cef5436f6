import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { Through, requireWays, waysOf } from './through.js';

@Controller('said')
class Said {
  @Get()
  @Through('poort')
  list(): string {
    return '';
  }

  helper(): string {
    return '';
  }
}

@Controller('silent')
class Silent {
  @Get()
  list(): string {
    return '';
  }
}

describe('the way of a route', () => {
  it('is named by every route, and by nothing else', () => {
    expect(waysOf([Said])).toEqual([{ route: 'Said.list', way: 'poort' }]);
  });

  it('ends the start where a route names none', () => {
    expect(() => requireWays([Said, Silent])).toThrow('Silent.list');
  });
});
