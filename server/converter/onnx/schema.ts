import protobuf from "protobufjs";

/** Field: [number, type] or [number, type, "repeated"]. */
type FieldLine = readonly [number, string, "repeated"?];

/**
 * The messages of onnx.proto that a detector needs, in protobuf's own field numbers.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, FieldLine>>>> = {
  ModelProto: {
    irVersion: [1, "int64"],
    producerName: [2, "string"],
    producerVersion: [3, "string"],
    graph: [7, "GraphProto"],
    opsetImport: [8, "OperatorSetIdProto", "repeated"],
    metadataProps: [14, "StringStringEntryProto", "repeated"],
  },
  OperatorSetIdProto: { domain: [1, "string"], version: [2, "int64"] },
  StringStringEntryProto: { key: [1, "string"], value: [2, "string"] },
  GraphProto: {
    node: [1, "NodeProto", "repeated"],
    name: [2, "string"],
    initializer: [5, "TensorProto", "repeated"],
    input: [11, "ValueInfoProto", "repeated"],
    output: [12, "ValueInfoProto", "repeated"],
  },
  NodeProto: {
    input: [1, "string", "repeated"],
    output: [2, "string", "repeated"],
    name: [3, "string"],
    opType: [4, "string"],
    attribute: [5, "AttributeProto", "repeated"],
    domain: [7, "string"],
  },
  AttributeProto: {
    name: [1, "string"],
    f: [2, "float"],
    i: [3, "int64"],
    s: [4, "bytes"],
    t: [5, "TensorProto"],
    floats: [7, "float", "repeated"],
    ints: [8, "int64", "repeated"],
    strings: [9, "bytes", "repeated"],
    type: [20, "int32"],
  },
  TensorProto: {
    dims: [1, "int64", "repeated"],
    dataType: [2, "int32"],
    floatData: [4, "float", "repeated"],
    int32Data: [5, "int32", "repeated"],
    int64Data: [7, "int64", "repeated"],
    name: [8, "string"],
    rawData: [9, "bytes"],
    doubleData: [10, "double", "repeated"],
    externalData: [13, "StringStringEntryProto", "repeated"],
    dataLocation: [14, "int32"],
  },
  ValueInfoProto: { name: [1, "string"], type: [2, "TypeProto"] },
  TypeProto: { tensorType: [1, "TensorTypeProto"] },
  TensorTypeProto: { elemType: [1, "int32"], shape: [2, "TensorShapeProto"] },
  TensorShapeProto: { dim: [1, "DimensionProto", "repeated"] },
  DimensionProto: { dimValue: [1, "int64"], dimParam: [2, "string"] },
};

function buildRoot(): protobuf.Root {
  const nested: Record<string, protobuf.IType> = {};
  for (const [message, lines] of Object.entries(MESSAGES)) {
    const fields: Record<string, protobuf.IField> = {};
    for (const [name, [id, type, rule]] of Object.entries(lines)) {
      fields[name] = rule ? { id, type, rule } : { id, type };
    }
    nested[message] = { fields };
  }
  return protobuf.Root.fromJSON({ nested: { onnx: { nested } } });
}

const root = buildRoot();

/** protobuf.js type of `onnx.ModelProto`. */
export const modelProtoType: protobuf.Type = root.lookupType("onnx.ModelProto");

/** TensorProto.DataType numbers that are read. */
export const DATA_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
} as const;

/** AttributeProto.AttributeType numbers that are read. */
export const ATTRIBUTE_TYPE = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;
