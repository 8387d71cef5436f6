const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

const mixed = (word: number): number => {
  const product = Math.imul(word, multiplier);
  return Math.imul(product ^ (product >>> 24), multiplier);
};

const tailOf = (bytes: Uint8Array, from: number): number =>
  bytes.subarray(from).reduce((tail, byte, at) => tail | (byte << (8 * at)), 0);

/** MurmurHash2 of 32 bits as Kafka's clients compute it, as a signed integer. */
export const murmur2 = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) hash = Math.imul(hash, multiplier) ^ mixed(view.getInt32(at, true));
  if (whole < bytes.length) hash = Math.imul(hash ^ tailOf(bytes, whole), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
};

/**
 * The partition (from 0) that holds all messages of a key, the same on every engine and for ever.
 * Source: Kafka's default partitioner (murmur2 of the UTF-8 key, made positive, modulo the number of partitions).
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(new TextEncoder().encode(key)) & 0x7fffffff) % partitions;
