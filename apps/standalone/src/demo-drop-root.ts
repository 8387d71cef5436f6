import { join } from 'node:path';

/** Where the drop folders of the demonstration lie. */
export const demoDropRoot = (data: string): string => join(data, 'inlevermap');
