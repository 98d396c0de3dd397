/** More detections in a minute than this are sampled: each team's pages then send a part of theirs. */
const MOST_IN_A_MINUTE = 3_000;
const MINUTE_MS = 60_000;

/** Counts what comes in a minute, and says which part of it to record. */
export class LoadShare {
  private since = 0;
  private before = 0;
  private now = 0;

  constructor(
    private readonly most = MOST_IN_A_MINUTE,
    private readonly clock: () => number = Date.now,
  ) {}

  private turn(): void {
    const passed = this.clock() - this.since;
    if (passed < MINUTE_MS) return;
    this.before = passed < 2 * MINUTE_MS ? this.now : 0;
    this.now = 0;
    this.since = this.clock();
  }

  /** @param weight how many detections what came stands for */
  add(weight: number): void {
    this.turn();
    this.now += weight;
  }

  /** In (0, 1], with two places: the same for all who ask at one time. */
  get share(): number {
    this.turn();
    const busiest = Math.max(this.before, this.now);
    return busiest <= this.most ? 1 : Math.max(0.01, Math.round((100 * this.most) / busiest) / 100);
  }
}
