import { html, nothing } from 'lit';
import { all } from '../api/lists.ts';
import type { Neighbour, PrototypeDocument } from '../api/types.ts';
import { View } from '../app/view.ts';
import { css } from '../classes/classes.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, shown } from '../parts/states.ts';
import { brief, count } from '../words/numbers.ts';
import './history.ts';
import './map.ts';
import './matrix.ts';

const NEAREST = 3;
const AT_ONCE = 6;
// Each class is compared with every other one: of many that would keep the silo busy while somebody looks.
const COMPARED = 40;

interface Prototypes {
    list: PrototypeDocument[];
    /** Of each class the other ones, nearest first; none where there are too many classes. */
    neighbours: Neighbour[][] | null;
}

/** What the run knows of each class, and which classes it can hardly tell apart. */
class PrototypesView extends View {
    #round = -1;
    readonly #prototypes = new Resource<Prototypes>(this, (signal) => this.#read(signal));

    protected override onShown(): void {
        this.onStatus();
    }

    protected override onStatus(): void {
        if (this.status && this.status.round !== this.#round && !this.#prototypes.isBusy) {
            this.#round = this.status.round;
            void this.#prototypes.load().then(() => this.onStatus());
        }
    }

    protected override render(): unknown {
        return html`<h1>Prototypes</h1>
            ${shown(this.#prototypes, 'Prototypes', (p) => this.#all(p))}`;
    }

    // By the silo's own measure, so that what is called near here is near everywhere.
    async #read(signal: AbortSignal): Promise<Prototypes> {
        const list = await all<PrototypeDocument>(this.site.api, this.path('/prototypes'), signal);
        if (list.length > COMPARED) {
            return { list, neighbours: null };
        }

        const neighbours: Neighbour[][] = [];
        for (let from = 0; from < list.length; from += AT_ONCE) {
            const answers = list.slice(from, from + AT_ONCE).map((p) => this.site.api.json<{ items: Neighbour[] }>(this.path(`/prototypes/${p.classId}/neighbours`), { signal }));
            neighbours.push(...(await Promise.all(answers)).map((a) => a.items));
        }

        return { list, neighbours };
    }

    #all(p: Prototypes): unknown {
        if (p.list.every((c) => !c.evidence)) {
            return emptyNote('No class has evidence yet. It comes with the first round.');
        }

        const chosen = p.list.find((c) => String(c.classId) === this.place.rest['class']) ?? null;
        return html`${this.#table(p)}
            ${chosen ? html`<prcl-prototype-history .site=${this.site} .place=${this.place} .of=${chosen}></prcl-prototype-history>` : nothing}
            <div class="columns">
                <section>
                    <h2>How alike they are</h2>
                    ${p.neighbours
                        ? html`<prcl-matrix .scores=${scoresOf(p.neighbours)} .classes=${this.site.classes}></prcl-matrix>`
                        : emptyNote(`Up to ${COMPARED} classes are compared here; prcl prototypes does it for any number.`)}
                </section>
                <prcl-prototype-map .site=${this.site} .place=${this.place} .round=${this.#round}></prcl-prototype-map>
            </div>`;
    }

    #table(p: Prototypes): unknown {
        const choose = (id: number) => this.keep({ class: this.place.rest['class'] === String(id) ? '' : String(id) });
        return html`<div class="scroll" tabindex="0" role="region" aria-label="Classes">
            <table>
                <thead>
                    <tr><th scope="col">class</th><th scope="col">evidence, pixels</th><th scope="col">spread</th><th scope="col">drift</th><th scope="col">nearest</th></tr>
                </thead>
                <tbody>
                    ${p.list.map((c) => {
                        const isChosen = this.place.rest['class'] === String(c.classId);
                        return html`<tr class=${isChosen ? 'chosen' : ''}>
                            <th scope="row"><button type="button" class="plain" aria-pressed=${isChosen} @click=${() => choose(c.classId)}><i class="swatch" .style=${this.#swatch(c.classId)}></i>${c.className}</button></th>
                            <td>${count(c.evidence)}${c.stale ? html` <span class="chip warn">too little</span>` : nothing}</td>
                            <td>${brief(c.meanSpreadVariance)}</td>
                            <td>${brief(c.drift)}</td>
                            <td class="wide">${p.neighbours?.[c.classId]?.slice(0, NEAREST).map((n, i) => html`${i > 0 ? ', ' : ''}${n.className} <small>${brief(n.score)}</small>`)}</td>
                        </tr>`;
                    })}
                </tbody>
            </table>
        </div>`;
    }

    #swatch(id: number): string {
        const known = this.site.classes[id];
        return known ? `background: ${css(known.color)}` : '';
    }
}

function scoresOf(neighbours: Neighbour[][]): (number | null)[][] {
    return neighbours.map((row) => neighbours.map((_, other) => row.find((n) => n.classId === other)?.score ?? null));
}

customElements.define('prcl-prototypes', PrototypesView);
