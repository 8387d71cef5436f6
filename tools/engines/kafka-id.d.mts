export declare const kafkaId: (draw?: () => Buffer) => string;
