import { html } from 'lit';
import type { MetricsPoint } from '../api/types.ts';
import { View } from '../app/view.ts';
import '../chart/chart.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, shown } from '../parts/states.ts';

/** Images a second, trainers and backlog since the run began. */
class Throughput extends View {
    #points: MetricsPoint[] = [];
    #round = -1;
    readonly #history = new Resource<MetricsPoint[]>(this, async (signal) => {
        const after = this.#points.at(-1)?.round;
        const answer = await this.site.api.json<{ points: MetricsPoint[] }>(this.path('/metrics-history') + (after === undefined ? '' : `?after=${after}`), { signal });
        return (this.#points = [...this.#points, ...answer.points]);
    });

    protected override onShown(): void {
        this.onStatus();
    }

    protected override onStatus(): void {
        if (this.status && this.status.round !== this.#round && !this.#history.isBusy && !this.#history.problem?.isAbsent) {
            this.#round = this.status.round;
            void this.#history.load().then(() => this.onStatus());
        }
    }

    protected override render(): unknown {
        return html`<section>
            <h2>Speed and trainers</h2>
            ${shown(this.#history, 'A history of speed and trainers', (points) => this.#charts(points))}
        </section>`;
    }

    #charts(points: MetricsPoint[]): unknown {
        if (points.length === 0) {
            return emptyNote('No round is done yet.');
        }

        const xs = points.map((p) => new Date(p.at).getTime() / 1000);
        return html`<prcl-chart .xs=${xs} .isTime=${true} .x=${'time'} .unit=${'images a second'} .label=${'Speed over time'}
                .lines=${[{ label: 'images a second', values: points.map((p) => p.imagesPerSecond), color: 0 }]}></prcl-chart>
            <prcl-chart .xs=${xs} .isTime=${true} .isWhole=${true} .x=${'time'} .unit=${''} .label=${'Trainers over time'}
                .lines=${[{ label: 'trainers', values: points.map((p) => p.trainers), color: 1 }]}></prcl-chart>`;
    }
}

customElements.define('prcl-throughput', Throughput);
