import { html } from 'lit';
import type { StepLosses, TrainerLosses } from '../api/types.ts';
import { View } from '../app/view.ts';
import '../chart/chart.ts';
import type { Line } from '../chart/chart.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, shown } from '../parts/states.ts';
import { whileVisible } from '../parts/watch.ts';
import { LossBook } from '../series/losses.ts';
import { bandOf, smooth } from '../series/smooth.ts';

const PARTS = ['supervised', 'unsupervised', 'contrastive'] as const;
const ASKED_EVERY = 5000;

/** The losses of a trainer's last steps. */
class Losses extends View {
    readonly #book = new LossBook();
    readonly #losses = new Resource<LossBook>(this, async (signal) => {
        this.#book.add((await this.site.api.json<{ items: TrainerLosses[] }>(`${this.path('/losses')}?after=${this.#book.after}`, { signal })).items);
        return this.#book;
    });
    #weight = 0.9;
    #trainer = '';

    protected override onShown(): void {
        void whileVisible(ASKED_EVERY, this.ends, this.#losses.load);
    }

    protected override render(): unknown {
        return html`<section>
            <h2>Losses</h2>
            ${shown(this.#losses, 'Losses', (book) => this.#chart(book))}
        </section>`;
    }

    #chart(book: LossBook): unknown {
        const trainer = book.trainers.includes(this.#trainer) ? this.#trainer : book.trainers.find((t) => book.of(t).length > 0);
        const steps = trainer ? book.of(trainer) : [];
        if (steps.length === 0) {
            return emptyNote('No trainer has made a step since it began.');
        }

        return html`<prcl-chart .xs=${steps.map((s) => s.step)} .lines=${this.#lines(steps)} .x=${'step'} .unit=${''} .label=${`Losses of ${trainer}`}></prcl-chart>
            <div class="controls">
                <label title="The band is one standard deviation of the steps around the line">Smoothing
                    <input type="range" min="0" max="0.98" step="0.02" .value=${String(this.#weight)}
                        @input=${(e: Event) => this.#set(Number((e.target as HTMLInputElement).value), this.#trainer)}>
                </label>
                <label>Trainer
                    <select @change=${(e: Event) => this.#set(this.#weight, (e.target as HTMLSelectElement).value)}>
                        ${book.trainers.map((t) => html`<option value=${t} ?selected=${t === trainer}>${t.split('/').slice(1).join(' / ')}</option>`)}
                    </select>
                </label>
            </div>`;
    }

    #lines(steps: StepLosses[]): Line[] {
        const line = (part: (typeof PARTS)[number] | 'coverage', color: number): Line => {
            const values = steps.map((s) => s[part]);
            return { label: part, values: smooth(values, this.#weight), color, band: part === 'coverage' || this.#weight === 0 ? undefined : bandOf(values, this.#weight) };
        };
        return [...PARTS.map(line), line('coverage', PARTS.length)];
    }

    #set(weight: number, trainer: string): void {
        [this.#weight, this.#trainer] = [weight, trainer];
        this.requestUpdate();
    }
}

customElements.define('prcl-losses', Losses);
