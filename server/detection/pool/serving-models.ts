import type { ResolvedModel } from "@/server/models/service";

interface Options {
  /** Looks a model up, its files checked. */
  readonly resolve: (id: string) => Promise<ResolvedModel>;
  /** Loads it into the workers. */
  readonly warm: (model: ResolvedModel) => Promise<unknown>;
  /** Frees it once its last photo is answered. */
  readonly release: (id: string) => void;
  /** Most models kept warm at once, for teams with champions of their own. */
  readonly most: number;
}

interface Serving {
  model?: ResolvedModel;
  /** The one that is being warmed up to take over. */
  coming?: { readonly id: string; readonly ready: Promise<ResolvedModel> };
}

/**
 * Which model each team's photos are looked at with. When another becomes champion, the one before goes on until the new
 * one is warm: no photo waits for a model to load, and none is dropped. One that cannot be loaded is told, not passed over.
 */
export class ServingModels {
  /** By team, the one asked for longest ago first. */
  private readonly teams = new Map<string, Serving>();

  private readonly loading = new Map<string, Promise<ResolvedModel>>();

  constructor(private readonly options: Options) {}

  /**
   * @param championId the model the team uses
   * @returns it, or the one before as long as it is being warmed up
   * @throws AppError model/…, detection/no-backend
   */
  async modelFor(team: string, championId: string): Promise<ResolvedModel> {
    const serving = this.teams.get(team) ?? {};
    this.teams.delete(team);
    this.teams.set(team, serving);
    if (serving.model?.id === championId) return serving.model;
    if (serving.coming?.id !== championId) serving.coming = this.prepare(serving, championId);
    return serving.model ?? serving.coming.ready;
  }

  private prepare(serving: Serving, id: string): NonNullable<Serving["coming"]> {
    const ready = this.load(id);
    const coming = { id, ready };
    ready.then(
      (model) => this.takeOver(serving, coming, model),
      () => {
        if (serving.coming !== coming) return;
        // the next photo asks for the new one again and is told why there is none
        serving.coming = undefined;
        this.leave(serving);
      },
    );
    return coming;
  }

  /** Two teams that wait for the same model have it loaded once. */
  private load(id: string): Promise<ResolvedModel> {
    const known = this.loading.get(id);
    if (known) return known;
    const loading = this.loadNow(id).finally(() => this.loading.delete(id));
    this.loading.set(id, loading);
    return loading;
  }

  private async loadNow(id: string): Promise<ResolvedModel> {
    const model = await this.options.resolve(id);
    await this.options.warm(model);
    return model;
  }

  private takeOver(serving: Serving, coming: Serving["coming"], model: ResolvedModel): void {
    // meanwhile another became champion
    if (serving.coming !== coming) {
      this.releaseUnused(model.id);
      return;
    }
    const before = serving.model?.id;
    serving.coming = undefined;
    serving.model = model;
    if (before !== undefined) this.releaseUnused(before);
    this.dropOldest();
  }

  private leave(serving: Serving): void {
    const before = serving.model?.id;
    serving.model = undefined;
    if (before !== undefined) this.releaseUnused(before);
  }

  private inUse(): ReadonlySet<string> {
    const all = [...this.teams.values()];
    return new Set(
      all.flatMap(({ model, coming }) => [model?.id, coming?.id]).filter((id) => id !== undefined),
    );
  }

  private releaseUnused(id: string): void {
    if (!this.inUse().has(id)) this.options.release(id);
  }

  /** The teams that asked longest ago have their models loaded again when they come back. */
  private dropOldest(): void {
    for (const [team, serving] of this.teams) {
      if (this.inUse().size <= this.options.most) return;
      if (serving.coming) continue;
      this.teams.delete(team);
      this.leave(serving);
    }
  }
}
