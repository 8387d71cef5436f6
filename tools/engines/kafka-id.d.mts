/** A random id of a Kafka cluster or of a folder of it, in base64url and never with a dash in front; `draw` gives 16 bytes. */
export declare const kafkaId: (draw?: () => Buffer) => string;
