import type { StepLosses, TrainerLosses } from '../api/types.ts';

const KEPT = 1000;

/** Losses of trainers as they come, the last thousand steps of each. */
export class LossBook {
    readonly #trainers = new Map<string, StepLosses[]>();

    /** The step after which the next answer has everything that isn't known yet. */
    get after(): number {
        return this.#trainers.size === 0 ? 0 : Math.min(...[...this.#trainers.values()].map((steps) => steps.at(-1)?.step ?? 0));
    }

    get trainers(): string[] {
        return [...this.#trainers.keys()].sort();
    }

    /** Adds an answer; steps that are known already, or of a trainer that has begun anew, take their place. */
    add(answer: TrainerLosses[]): void {
        for (const { trainer, losses } of answer) {
            if (losses === null) {
                continue;
            }

            const first = losses[0]?.step ?? Infinity;
            const kept = (this.#trainers.get(trainer) ?? []).filter((l) => l.step < first);
            this.#trainers.set(trainer, [...kept, ...losses].slice(-KEPT));
        }

        for (const gone of this.trainers.filter((t) => !answer.some((a) => a.trainer === t))) {
            this.#trainers.delete(gone);
        }
    }

    of(trainer: string): StepLosses[] {
        return this.#trainers.get(trainer) ?? [];
    }
}
