/** A 64-bit integer as protobuf.js hands it over: a number, or a `Long` with `toNumber`. */
export type ProtoInt = number | { toNumber(): number };

/** Plain shapes of the decoded messages; every field may be absent, as protobuf allows. */
export interface TensorProto {
  dims?: ProtoInt[];
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: ProtoInt[];
  doubleData?: number[];
  name?: string;
  rawData?: Uint8Array;
  externalData?: { key?: string; value?: string }[];
  /** 1 when the data lives in another file. */
  dataLocation?: number;
}

export interface AttributeProto {
  name?: string;
  type?: number;
  f?: number;
  i?: ProtoInt;
  s?: Uint8Array;
  t?: TensorProto;
  floats?: number[];
  ints?: ProtoInt[];
  strings?: Uint8Array[];
}

export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  opType?: string;
  domain?: string;
  attribute?: AttributeProto[];
}

export interface ValueInfoProto {
  name?: string;
  type?: {
    tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: ProtoInt; dimParam?: string }[] } };
  };
}

export interface GraphProto {
  name?: string;
  node?: NodeProto[];
  initializer?: TensorProto[];
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
}

export interface ModelProto {
  irVersion?: ProtoInt;
  producerName?: string;
  producerVersion?: string;
  graph?: GraphProto;
  opsetImport?: { domain?: string; version?: ProtoInt }[];
  metadataProps?: { key?: string; value?: string }[];
}

/** @returns the integer as a number; beyond 2^53 it is rounded, which only sentinels such as INT64_MAX reach */
export function toInteger(value: ProtoInt | undefined): number {
  if (value === undefined) return 0;
  return typeof value === "number" ? value : value.toNumber();
}
