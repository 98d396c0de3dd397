import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** How the store misbehaves: it never answers, answers 503, gives half of what it announced, or fewer bytes under the same tag. */
export type StoreFault = "silent" | "busy" | "cut" | "short";

export interface StoredObject {
  readonly bytes: Buffer;
  readonly tag: string;
  readonly writtenAt: Date;
}

export interface SmallStore {
  readonly endpoint: string;
  /** By bucket and key, joined by a slash. */
  readonly objects: Map<string, StoredObject>;
  /** Asked for each request; undefined lets it through. */
  fault: ((method: string, key: string) => StoreFault | undefined) | undefined;
  stop(): Promise<void>;
}

const PAGE = 1_000;
const escaped = (text: string) =>
  text.replace(/[<>&"]/g, (one) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[one] ?? one);
const unescaped = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

/** The content of a body that was sent in signed or checked chunks. */
function withoutChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!size) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const body = await buffer(request);
  const isChunked = String(request.headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING");
  return isChunked ? withoutChunks(body) : body;
}

function answerXml(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${text}`);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(
    status === 404 && response.req.method === "HEAD" ? undefined : `<Error><Code>${code}</Code></Error>`,
  );
}

/**
 * An S3 server in memory, for what runs without a real one and for faults that no real one shows on demand: objects, parts,
 * lists, and nothing of signatures or rights. What holds of it is also tried with moto.
 */
export async function startSmallStore(): Promise<SmallStore> {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Map<number, Buffer>>();

  const put = (name: string, bytes: Buffer) => {
    const tag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    objects.set(name, { bytes, tag, writtenAt: new Date() });
    return tag;
  };

  async function write(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    query: URLSearchParams,
  ) {
    const bytes = await bodyOf(request);
    const parts = uploads.get(query.get("uploadId") ?? "");
    if (parts) {
      parts.set(Number(query.get("partNumber")), bytes);
      response.writeHead(200, { etag: `"${createHash("md5").update(bytes).digest("hex")}"` }).end();
      return;
    }
    if (request.headers["if-none-match"] === "*" && objects.has(name))
      return refuse(response, 412, "PreconditionFailed");
    response.writeHead(200, { etag: put(name, bytes) }).end();
  }

  async function post(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    query: URLSearchParams,
  ) {
    const body = (await bodyOf(request)).toString("utf8");
    if (query.has("uploads")) {
      const id = randomUUID();
      uploads.set(id, new Map());
      return answerXml(
        response,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (query.has("delete")) {
      const bucket = name.split("/", 1)[0];
      for (const [, key = ""] of body.matchAll(/<Key>(.*?)<\/Key>/gs))
        objects.delete(`${bucket}/${unescaped(key)}`);
      return answerXml(response, "<DeleteResult></DeleteResult>");
    }
    const parts = uploads.get(query.get("uploadId") ?? "");
    if (!parts) return refuse(response, 404, "NoSuchUpload");
    uploads.delete(query.get("uploadId") ?? "");
    const ordered = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
    const tag = put(name, Buffer.concat(ordered));
    answerXml(
      response,
      `<CompleteMultipartUploadResult><ETag>${escaped(tag)}</ETag></CompleteMultipartUploadResult>`,
    );
  }

  function list(response: ServerResponse, bucket: string, query: URLSearchParams) {
    const prefix = `${bucket}/${query.get("prefix") ?? ""}`;
    const after = query.get("continuation-token") ?? "";
    const found = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted();
    const page = found.slice(0, PAGE);
    const contents = page.map((name) => {
      const { bytes, tag, writtenAt } = objects.get(name) as StoredObject;
      const key = escaped(name.slice(bucket.length + 1));
      return `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><ETag>${escaped(tag)}</ETag><LastModified>${writtenAt.toISOString()}</LastModified></Contents>`;
    });
    const next =
      found.length > PAGE
        ? `<NextContinuationToken>${escaped(page.at(-1) ?? "")}</NextContinuationToken>`
        : "";
    answerXml(
      response,
      `<ListBucketResult><IsTruncated>${found.length > PAGE}</IsTruncated>${contents.join("")}${next}</ListBucketResult>`,
    );
  }

  function read(response: ServerResponse, name: string, fault: StoreFault | undefined) {
    const found = objects.get(name);
    if (!found) return refuse(response, 404, "NoSuchKey");
    const half = found.bytes.subarray(0, Math.floor(found.bytes.length / 2));
    const headers = { etag: found.tag, "last-modified": found.writtenAt.toUTCString() };
    if (fault === "short")
      return response.writeHead(200, { ...headers, "content-length": half.length }).end(half);
    response.writeHead(200, { ...headers, "content-length": found.bytes.length });
    if (response.req.method === "HEAD") return response.end();
    if (fault !== "cut") return response.end(found.bytes);
    response.write(half);
    setTimeout(() => response.destroy(), 20);
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "", "http://store");
      const name = decodeURIComponent(url.pathname.slice(1));
      const [bucket = "", ...rest] = name.split("/");
      const key = rest.join("/");
      const { method = "GET" } = request;
      const fault = store.fault?.(method, key);
      if (fault === "silent") {
        await sleep(600_000, undefined, { ref: false });
        return;
      }
      if (fault === "busy") {
        request.resume();
        return refuse(response, 503, "SlowDown");
      }
      if (method === "PUT")
        return key === "" ? response.writeHead(200).end() : write(request, response, name, url.searchParams);
      if (method === "POST") return post(request, response, name, url.searchParams);
      if (method === "DELETE") {
        objects.delete(name);
        return response.writeHead(204).end();
      }
      if (key === "") return list(response, bucket, url.searchParams);
      return read(response, name, fault);
    })().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const store: SmallStore = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    fault: undefined,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return store;
}
