import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";
import type { ErrorCode } from "@/lib/core/errors";

type Wire = { readonly status: number; readonly trpc: TRPC_ERROR_CODE_KEY };

const BAD_REQUEST: Wire = { status: 400, trpc: "BAD_REQUEST" };
const UNAUTHORIZED: Wire = { status: 401, trpc: "UNAUTHORIZED" };
const GONE: Wire = { status: 410, trpc: "NOT_FOUND" };
const FORBIDDEN: Wire = { status: 403, trpc: "FORBIDDEN" };
const NOT_FOUND: Wire = { status: 404, trpc: "NOT_FOUND" };
const TOO_LARGE: Wire = { status: 413, trpc: "PAYLOAD_TOO_LARGE" };
const UNPROCESSABLE: Wire = { status: 422, trpc: "UNPROCESSABLE_CONTENT" };
const BAD_GATEWAY: Wire = { status: 502, trpc: "BAD_GATEWAY" };
const UNAVAILABLE: Wire = { status: 503, trpc: "SERVICE_UNAVAILABLE" };
const UNEXPECTED: Wire = { status: 500, trpc: "INTERNAL_SERVER_ERROR" };

const WIRE: Readonly<Record<ErrorCode, Wire>> = {
  "photo/not-an-image": { status: 415, trpc: "UNSUPPORTED_MEDIA_TYPE" },
  "photo/unsupported-format": { status: 415, trpc: "UNSUPPORTED_MEDIA_TYPE" },
  "photo/truncated": UNPROCESSABLE,
  "photo/damaged": UNPROCESSABLE,
  "photo/empty": BAD_REQUEST,
  "photo/same-again": { status: 409, trpc: "CONFLICT" },
  "photo/too-many-pixels": TOO_LARGE,
  "photo/too-many-bytes": TOO_LARGE,
  "url/invalid": BAD_REQUEST,
  "url/private-address": BAD_REQUEST,
  "url/unreachable": BAD_GATEWAY,
  "url/too-large": TOO_LARGE,
  "url/too-slow": { status: 504, trpc: "GATEWAY_TIMEOUT" },
  "url/not-an-image": UNPROCESSABLE,
  "url/not-a-page": UNPROCESSABLE,
  "recipe/none-found": UNPROCESSABLE,
  "recipe/unknown-format": { status: 415, trpc: "UNSUPPORTED_MEDIA_TYPE" },
  "recipe/damaged-file": UNPROCESSABLE,
  "kitchen/changed-elsewhere": { status: 409, trpc: "CONFLICT" },
  "share/off": FORBIDDEN,
  "share/gone": GONE,
  "model/missing": UNAVAILABLE,
  "model/corrupt": UNAVAILABLE,
  "model/unsupported-operator": UNPROCESSABLE,
  "model/unsupported-head": UNPROCESSABLE,
  "model/not-onnx": UNPROCESSABLE,
  "model/not-fitting": UNPROCESSABLE,
  "model/head-unclear": UNPROCESSABLE,
  "model/class-count": UNPROCESSABLE,
  "model/no-parity": UNPROCESSABLE,
  "model/id-taken": { status: 409, trpc: "CONFLICT" },
  "model/is-champion": { status: 409, trpc: "CONFLICT" },
  "model/no-rollback": { status: 409, trpc: "CONFLICT" },
  "model/not-passed": { status: 409, trpc: "CONFLICT" },
  "gate/not-comparable": UNPROCESSABLE,
  "gate/no-version": UNPROCESSABLE,
  "gate/no-test-photos": UNPROCESSABLE,
  "detection/backend-failed": UNAVAILABLE,
  "detection/out-of-memory": UNAVAILABLE,
  "detection/cancelled": { status: 499, trpc: "CLIENT_CLOSED_REQUEST" },
  "detection/no-backend": UNAVAILABLE,
  "account/other-email": UNPROCESSABLE,
  "account/hand-over-first": { status: 409, trpc: "CONFLICT" },
  "account/last-admin": { status: 409, trpc: "CONFLICT" },
  "setting/fixed": { status: 409, trpc: "CONFLICT" },
  "setting/invalid": UNPROCESSABLE,
  "mail/not-set": UNAVAILABLE,
  "mail/failed": BAD_GATEWAY,
  "account/sign-in-needed": UNAUTHORIZED,
  "account/wrong-sign-in": UNAUTHORIZED,
  "account/too-many-tries": { status: 429, trpc: "TOO_MANY_REQUESTS" },
  "account/cannot-join": UNPROCESSABLE,
  "account/reset-gone": GONE,
  "account/no-secret": UNEXPECTED,
  "team/invitation-gone": GONE,
  "team/last-admin": { status: 409, trpc: "CONFLICT" },
  "request/invalid": BAD_REQUEST,
  "request/foreign-origin": FORBIDDEN,
  "request/not-found": NOT_FOUND,
  "request/forbidden": FORBIDDEN,
  "request/method": { status: 405, trpc: "METHOD_NOT_SUPPORTED" },
  "request/conflict": { status: 409, trpc: "CONFLICT" },
  "request/too-large": TOO_LARGE,
  "text/too-complex": UNPROCESSABLE,
  "correction/outdated": { status: 409, trpc: "CONFLICT" },
  "dataset/class-name-taken": { status: 409, trpc: "CONFLICT" },
  "dataset/merge-circle": UNPROCESSABLE,
  "dataset/empty": UNPROCESSABLE,
  "dataset/blocked": UNPROCESSABLE,
  "dataset/unchanged": { status: 409, trpc: "CONFLICT" },
  "dataset/damaged": UNEXPECTED,
  "dataset/no-class-names": UNPROCESSABLE,
  "dataset/folder-not-empty": { status: 409, trpc: "CONFLICT" },
  "dataset/dvc-missing": UNAVAILABLE,
  "dataset/dvc-failed": UNEXPECTED,
  "import/not-recognised": UNPROCESSABLE,
  "import/unsafe-archive": UNPROCESSABLE,
  "import/unreadable-archive": UNPROCESSABLE,
  "import/damaged-archive": UNPROCESSABLE,
  "import/too-large": TOO_LARGE,
  "import/file-too-large": TOO_LARGE,
  "import/unreadable-labels": UNPROCESSABLE,
  "import/unmapped-classes": UNPROCESSABLE,
  "import/ambiguous": UNPROCESSABLE,
  "import/size-differs": UNPROCESSABLE,
  "import/gone": NOT_FOUND,
  "export/nothing": UNPROCESSABLE,
  "export/folder-not-empty": BAD_REQUEST,
  "job/crashed": UNEXPECTED,
  "training/no-environment": UNAVAILABLE,
  "training/device-busy": { status: 409, trpc: "CONFLICT" },
  "training/failed": UNEXPECTED,
  "storage/disk-full": { status: 507, trpc: "SERVICE_UNAVAILABLE" },
  "storage/read-only": { status: 507, trpc: "SERVICE_UNAVAILABLE" },
  "storage/missing": NOT_FOUND,
  "storage/damaged": UNAVAILABLE,
  "storage/quota": { status: 507, trpc: "SERVICE_UNAVAILABLE" },
  "storage/unreachable": UNAVAILABLE,
  "server/port-taken": UNEXPECTED,
  "server/already-running": UNEXPECTED,
  "server/public-address": UNEXPECTED,
  "server/build-failed": UNEXPECTED,
  "server/database-down": UNAVAILABLE,
  "server/database-damaged": UNAVAILABLE,
  "server/offline": UNAVAILABLE,
  "server/unexpected": UNEXPECTED,
};

export function httpStatusOf(code: ErrorCode): number {
  return WIRE[code].status;
}

export function trpcCodeOf(code: ErrorCode): TRPC_ERROR_CODE_KEY {
  return WIRE[code].trpc;
}
