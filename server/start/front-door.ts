import type { ErrorResponse } from "@/lib/contracts/error-response";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { errorBody } from "@/server/api/error-mapping";
import { ownHosts } from "@/server/api/guard";
import { httpStatusOf } from "@/server/api/http-status";

/** All that pages, forms and the API use. */
const METHODS = ["GET", "HEAD", "POST"] as const;

interface DoorAnswer {
  readonly status: number;
  readonly body: ErrorResponse;
}

/** What `front-door.cjs` reads: it stands in the web server's process before any of our modules are loaded. */
export interface FrontDoor {
  readonly hosts: readonly string[];
  readonly methods: readonly string[];
  readonly answers: Readonly<Record<"foreign" | "method" | "unreadable", DoorAnswer>>;
}

function answerOf(code: ErrorCode, facts: Readonly<Record<string, string>> = {}): DoorAnswer {
  return { status: httpStatusOf(code), body: errorBody(new AppError(code, { facts })) };
}

/** @param port the one the web server listens on */
export function frontDoor(port: number): FrontDoor {
  return {
    hosts: ownHosts(String(port)),
    methods: METHODS,
    answers: {
      foreign: answerOf("request/foreign-origin"),
      method: answerOf("request/method"),
      unreadable: answerOf("request/invalid", { field: "the address holds characters that cannot be read" }),
    },
  };
}
