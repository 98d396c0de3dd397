import type { RemoteAttempt, RemoteUse } from "@/lib/contracts/detection-api";
import type { OnnxOutput } from "../network";
import { NoVersions, RemoteEndpoint } from "./endpoint";
import {
  checkKnownAnswer,
  checkMetadata,
  type ExpectedModel,
  inputTensor,
  modelNameOf,
  outputNames,
  readAnswer,
  type WayToAsk,
} from "./expected-model";
import { mayTryAgain, RemoteFailure, type RemoteFailureKind } from "./remote-failure";
import type { RemoteSettings } from "./remote-settings";

/** A server that failed is left alone for so long, each time twice as long, ms. */
const LEAVE_MS = 2_000;
const MOST_LEAVE_MS = 60_000;
/** Its model is checked again after so long: somebody may have put another one there, ms. */
const CHECK_AGAIN_MS = 60_000;

interface Place {
  readonly endpoint: RemoteEndpoint;
  /** How it is asked; undefined while it is not. */
  way?: WayToAsk;
  /** Why it is not asked. */
  failure?: RemoteFailure;
  checkedAt: number;
  leftUntil: number;
  /** How often it failed since it last answered. */
  failures: number;
  checking?: Promise<void>;
}

/** What came of asking elsewhere: an output, or why there is none; and each try, for the figures. */
export interface RemoteRun {
  readonly output?: OnnxOutput;
  readonly why?: RemoteFailureKind;
  readonly attempts: readonly RemoteAttempt[];
}

export interface RemoteOptions {
  readonly now?: () => number;
  readonly log?: (line: string) => void;
}

/** What a look at a server found wrong with its model, however busy it is. */
const ABOUT_THE_MODEL: ReadonlySet<RemoteFailureKind> = new Set(["other-model", "no-model", "bad-answer"]);

function asFailure(error: unknown): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  throw error;
}

/**
 * A model on servers elsewhere. A server is asked once it has answered a known picture as the model does here; one that fails
 * is left alone for a while, and checked again in the background. What gives no answer is done here.
 */
export class RemoteNetwork {
  private readonly places: readonly Place[];
  private turn = 0;
  private readonly now: () => number;
  private readonly log: (line: string) => void;

  constructor(
    private readonly expected: ExpectedModel,
    settings: RemoteSettings,
    { now = () => performance.now(), log = (line) => console.warn(line) }: RemoteOptions = {},
  ) {
    this.now = now;
    this.log = log;
    this.places = settings.urls.map((url) => ({
      endpoint: new RemoteEndpoint(url, settings),
      checkedAt: Number.NEGATIVE_INFINITY,
      leftUntil: Number.NEGATIVE_INFINITY,
      failures: 0,
    }));
  }

  /** Which servers are asked. */
  get uses(): readonly RemoteUse[] {
    return this.places.map(({ endpoint: { url }, failure }) =>
      failure ? { url, failure: failure.kind, detail: failure.message } : { url },
    );
  }

  /** Checks every server. */
  async warm(): Promise<void> {
    await Promise.all(this.places.map((place) => this.check(place)));
  }

  /**
   * @param input [1, 3, S, S], RGB in 0..1
   * @param signal aborted when nobody waits any longer: no further server is asked
   */
  async run(input: Float32Array, signal?: AbortSignal): Promise<RemoteRun> {
    const attempts: RemoteAttempt[] = [];
    const failed = new Map<Place, RemoteFailure>();
    for (const place of this.inTurn()) {
      if (signal?.aborted || !place.way) break;
      const started = performance.now();
      const attempt = () => ({ url: place.endpoint.url, ms: performance.now() - started });
      try {
        const output = await this.ask(place.endpoint, input, place.way);
        place.failures = 0;
        failed.delete(place);
        this.leaveAll(failed);
        return { output, attempts: [...attempts, attempt()] };
      } catch (error) {
        const failure = asFailure(error);
        failed.set(place, failure);
        attempts.push({ ...attempt(), failure: failure.kind });
        if (!mayTryAgain(failure)) break;
      }
    }
    this.leaveAll(failed);
    const why = attempts.at(-1)?.failure ?? this.places.find(({ failure }) => failure)?.failure?.kind;
    return { attempts, why: why ?? "unreachable" };
  }

  /** The servers to ask, first and second; a single one is asked once more. */
  private inTurn(): readonly Place[] {
    for (const place of this.places) this.checkInTime(place);
    const good = this.places.filter(({ way }) => way);
    if (good.length === 1) return [...good, ...good];
    const first = this.turn++ % Math.max(1, good.length);
    return [...good.slice(first), ...good.slice(0, first)].slice(0, 2);
  }

  /** Checks a server in the background when it is time for that. */
  private checkInTime(place: Place): void {
    const now = this.now();
    const isDue = place.way ? now >= place.checkedAt + CHECK_AGAIN_MS : now >= place.leftUntil;
    if (isDue) void this.check(place);
  }

  private check(place: Place): Promise<void> {
    place.checking ??= this.checkNow(place).finally(() => {
      place.checking = undefined;
    });
    return place.checking;
  }

  private async checkNow(place: Place): Promise<void> {
    try {
      const way = await this.lookAgain(place.endpoint);
      if (!place.way) {
        this.log(
          `detection: ${place.endpoint.url} answers as this model and is used (${way.isBinary ? "binary" : "JSON"})`,
        );
      }
      Object.assign(place, { way, failure: undefined, failures: 0 });
    } catch (error) {
      const failure = asFailure(error);
      // a busy server is no reason to leave one that answers photos
      if (!place.way || ABOUT_THE_MODEL.has(failure.kind)) this.leave(place, failure);
    }
    place.checkedAt = this.now();
  }

  /** A connection that was kept open may be closed just now: that says nothing of the server. */
  private async lookAgain(endpoint: RemoteEndpoint): Promise<WayToAsk> {
    try {
      return await this.look(endpoint);
    } catch (error) {
      if (asFailure(error).kind !== "unreachable") throw error;
      return this.look(endpoint);
    }
  }

  /** Asks all that can be asked about the model, at last what it computes. */
  private async look(endpoint: RemoteEndpoint): Promise<WayToAsk> {
    await endpoint.isReady();
    const isVersioned = await this.lookAtMetadata(endpoint);
    const { input } = this.expected.known;
    const known = async (way: WayToAsk) => {
      checkKnownAnswer(this.expected, await this.ask(endpoint, input, way));
      return way;
    };
    try {
      return await known({ isBinary: true, isVersioned });
    } catch (error) {
      const { kind } = asFailure(error);
      if (kind === "too-slow" || kind === "unreachable") throw error;
      // some servers take bytes without saying so, and some say nothing and do not: the known picture shows it
      return known({ isBinary: false, isVersioned });
    }
  }

  /** @returns whether the server has an address for a version */
  private async lookAtMetadata(endpoint: RemoteEndpoint): Promise<boolean> {
    const model = modelNameOf(this.expected.manifest);
    try {
      checkMetadata(this.expected, await endpoint.metadata(model));
      return true;
    } catch (error) {
      if (!(error instanceof NoVersions)) throw error;
      checkMetadata(this.expected, await endpoint.metadata({ name: model.name }));
      return false;
    }
  }

  private leaveAll(failed: ReadonlyMap<Place, RemoteFailure>): void {
    for (const [place, failure] of failed) this.leave(place, failure);
  }

  private leave(place: Place, failure: RemoteFailure): void {
    const forMs = Math.min(MOST_LEAVE_MS, LEAVE_MS * 2 ** place.failures);
    if (place.failure?.kind !== failure.kind) {
      this.log(
        `detection: ${place.endpoint.url} is not used, photos are looked at here (${failure.kind}: ${failure.message})`,
      );
    }
    place.way = undefined;
    place.failure = failure;
    place.failures += 1;
    place.leftUntil = this.now() + forMs;
  }

  private async ask(endpoint: RemoteEndpoint, input: Float32Array, way: WayToAsk): Promise<OnnxOutput> {
    const { name, version } = modelNameOf(this.expected.manifest);
    const answer = await endpoint.infer(way.isVersioned ? { name, version } : { name }, {
      input: inputTensor(this.expected, input),
      outputs: outputNames(this.expected),
      isBinary: way.isBinary,
    });
    return readAnswer(this.expected, answer, way);
  }
}
