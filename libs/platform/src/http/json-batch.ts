import { Body } from '@nestjs/common';
import { isDomainError } from '@knooppunt/kernel';
import { ShapePipe } from './input-shapes.js';
import { maximumValues, valuesIn } from './json-body.js';
import { Refused } from './platform-errors.js';
import { Turns } from './turns.js';
import { JsonBatch, checkShape } from './validation.pipe.js';

/** Most items of one batch. */
export const maximumBatch = 100;
/** Largest single item, in bytes; what may come alone may come in a batch. */
const itemLimit = 65_536;

/** One item of a batch, checked: its value, or why it is refused. */
export type BatchItem<T> = { readonly value: T } | { readonly refusal: Refused };
/** A body that came as a batch: its items in order, each checked by itself. */
export class Batch<T> {
  constructor(readonly items: readonly BatchItem<T>[]) {}
}

/** Checks one delivery among others, whole and by itself: what may come alone, no more and no less. */
export const checkItem = async <T extends object>(shape: new () => T, item: unknown): Promise<BatchItem<T>> => {
  try {
    if (Buffer.byteLength(JSON.stringify(item)) > itemLimit) throw new Refused('platform/te-groot');
    if (valuesIn(item) > maximumValues) throw new Refused('platform/json-te-veel');
    return { value: await checkShape(shape, item) };
  } catch (error) {
    if (isDomainError(error) && error instanceof Refused) return { refusal: error };
    throw error;
  }
};

/** Checks a body, or each item of a batch. */
class BatchPipe<T extends object> extends ShapePipe {
  constructor(private readonly itemShape: new () => T) {
    super(itemShape);
  }

  override async transform(value: unknown): Promise<unknown> {
    if (!(value instanceof JsonBatch)) return super.transform(value);
    const { items } = value;
    if (!Array.isArray(items)) throw new Refused('platform/invoer-ongeldig', [{ pointer: '', code: 'lijst' }]);
    if (items.length === 0 || items.length > maximumBatch) {
      throw new Refused('platform/invoer-ongeldig', [{ pointer: '', code: 'aantal' }]);
    }
    const outcomes: BatchItem<T>[] = [];
    const turns = new Turns();
    for (const item of items as readonly unknown[]) {
      outcomes.push(await checkItem(this.itemShape, item));
      await turns.next();
    }
    return new Batch(outcomes);
  }
}

/**
 * Parameter: the body, checked against this class, or a `Batch` of such where it came as
 * `application/cloudevents-batch+json`: 1 to 100 items, one bad item refuses itself only. Source: CloudEvents HTTP
 * binding 1.0.2, §3.3.
 */
export const BodyOrBatchOf = (shape: new () => object): ParameterDecorator => Body(new BatchPipe(shape));
