/** A thing of linked data, with its properties by their plain names. */
export type Node = Readonly<Record<string, unknown>>;
/** Finds the node that a mere `{ "@id": … }` stands for. */
export type Resolve = (value: unknown) => unknown;

export const MAX_DEPTH = 12;
const MAX_PLAIN_DEPTH = 40;
export const MAX_NODES = 200_000;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON-LD without what only wraps a value: `{"@value": x}` is x, `{"@list": […]}` and `{"@set": […]}` are the list,
 * "schema:name" and "http://schema.org/name" are "name". What is nested deeper than any page needs is left out.
 */
export function plainLinkedData(document: unknown): unknown {
  let left = MAX_NODES;
  const visit = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAX_PLAIN_DEPTH || left-- <= 0) return null;
    if (Array.isArray(value)) return value.map((item) => visit(item, depth + 1));
    const wrapped = value as Record<string, unknown>;
    for (const sign of ["@value", "@list", "@set"])
      if (sign in wrapped) return visit(wrapped[sign], depth + 1);
    return Object.fromEntries(
      Object.entries(wrapped).map(([key, inner]) => [
        key.replace(/^(?:schema:|https?:\/\/(?:www\.)?schema\.org\/)/, ""),
        key === "@context" ? null : visit(inner, depth + 1),
      ]),
    );
  };
  return visit(document, 0);
}

export function resolverOf(document: unknown): Resolve {
  const byId = new Map<string, Node>();
  const waiting: unknown[] = [document];
  for (let left = MAX_NODES; waiting.length > 0 && left > 0; left--) {
    const value = waiting.pop();
    if (Array.isArray(value)) for (const item of value) waiting.push(item);
    else if (isNode(value)) {
      const id = value["@id"];
      const known = typeof id === "string" ? byId.get(id) : undefined;
      // of several, the one with most content; a mere reference has none
      if (typeof id === "string" && Object.keys(value).length > Object.keys(known ?? {}).length)
        byId.set(id, value);
      for (const inner of Object.values(value)) if (typeof inner === "object") waiting.push(inner);
    }
  }
  return (value) => {
    if (!isNode(value) || typeof value["@id"] !== "string") return value;
    const isReference = Object.keys(value).every((key) => key === "@id" || key === "@type");
    return isReference ? (byId.get(value["@id"]) ?? value) : value;
  };
}

export function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** True for a thing of that type, however the type is written. */
export function isOfType(node: Node, name: string): boolean {
  return listOf(node["@type"]).some(
    (type) => typeof type === "string" && new RegExp(`(?:^|[/#:])${name}$`).test(type),
  );
}
