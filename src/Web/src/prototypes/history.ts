import { html, nothing, type PropertyValues } from 'lit';
import type { PrototypeDocument, PrototypeHistory, PrototypeView } from '../api/types.ts';
import { View } from '../app/view.ts';
import '../chart/chart.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, problemNote } from '../parts/states.ts';

/** How a class's prototype has moved, and gained evidence. */
class History extends View {
    static override properties = { ...View.properties, of: { attribute: false } };
    declare of: PrototypeDocument;
    #shown = '';
    readonly #history = new Resource<PrototypeHistory>(this, (signal) => this.site.api.json<PrototypeHistory>(this.path(`/prototypes/${this.of.classId}/history`), { signal }));

    readonly #view = new Resource<PrototypeView>(this, (signal) => this.site.api.json<PrototypeView>(this.path(`/prototypes/${this.of.classId}`), { signal }));

    protected override updated(_changed: PropertyValues): void {
        const now = `${this.of.classId}/${this.of.round}`;
        if (now !== this.#shown) {
            this.#shown = now;
            void this.#history.load();
            void this.#view.load();
        }
    }

    protected override render(): unknown {
        const points = this.#history.value?.points ?? [];
        const drift = points.length > 0 ? points.map((p) => ({ round: p.round, distance: p.drift })) : (this.#view.value?.driftHistory ?? []);
        return html`<section>
            <h2>${this.of.className}</h2>
            ${problemNote(this.#view.problem, this.#view.again)}
            ${this.#history.problem && !this.#history.problem.isAbsent ? problemNote(this.#history.problem, this.#history.again) : nothing}
            <div class="columns">
                ${drift.length === 0
                    ? emptyNote('It has not moved yet.')
                    : html`<prcl-chart .xs=${drift.map((p) => p.round)} .x=${'round'} .unit=${'drift'} .label=${`Drift of ${this.of.className}`}
                          .lines=${[{ label: 'drift', values: drift.map((p) => p.distance), color: 0 }]}></prcl-chart>`}
                ${points.length === 0
                    ? nothing
                    : html`<prcl-chart .xs=${points.map((p) => p.round)} .x=${'round'} .unit=${'pixels'} .label=${`Evidence of ${this.of.className}`}
                          .lines=${[{ label: 'evidence', values: points.map((p) => p.evidence), color: 1 }]}></prcl-chart>`}
            </div>
        </section>`;
    }
}

customElements.define('prcl-prototype-history', History);
