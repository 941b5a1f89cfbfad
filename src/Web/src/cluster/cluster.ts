import { html, nothing } from 'lit';
import { all } from '../api/lists.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { SiloView } from '../api/types.ts';
import { View } from '../app/view.ts';
import { confirm } from '../parts/confirm.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, problemNote, shown } from '../parts/states.ts';
import { whileVisible } from '../parts/watch.ts';
import { count, fixed } from '../words/numbers.ts';

const ASKED_EVERY = 5000;

/** The silos: what each is there for, what it trains on, and taking its trainers out. */
class Cluster extends View {
    #done = '';
    #problem: Problem | null = null;
    readonly #silos = new Resource<SiloView[]>(this, (signal) => all<SiloView>(this.site.api, '/cluster', signal));

    protected override onShown(): void {
        void whileVisible(ASKED_EVERY, this.ends, this.#silos.load);
    }

    protected override render(): unknown {
        return html`<h1>Cluster</h1>
            <p role="status">${this.#done}</p>
            ${problemNote(this.#problem)} ${shown(this.#silos, 'Silos', (silos) => (silos.length === 0 ? emptyNote('No silo is known.') : silos.map((s) => this.#silo(s))))}`;
    }

    #silo(silo: SiloView): unknown {
        return html`<section class="silo">
            <h2>${silo.name} <small>${silo.address}</small></h2>
            <p>
                <span class="chip ${silo.status.toLowerCase() === 'active' ? '' : 'warn'}">${silo.status}</span>
                ${silo.roles.map((r) => html`<span class="chip">${r}</span>`)} ${silo.draining ? html`<span class="chip warn">draining</span>` : nothing}
                ${silo.devices.length > 0 ? `trains on ${silo.devices.join(', ')}` : ''} ${silo.version ? html`<small>version ${silo.version}</small>` : nothing}
            </p>
            ${silo.trainers === null
                ? html`<p class="problem">It doesn’t answer now.</p>`
                : silo.trainers.length === 0
                  ? html`<p class="empty">It has no trainers now.</p>`
                  : html`<ul>
                        ${silo.trainers.map((t) => html`<li>${t.key}: ${t.state}, round ${count(t.round)}, step ${count(t.stepInRound)}, ${fixed(t.imagesPerSecond)} images a second ${t.reason}</li>`)}
                    </ul>`}
            ${silo.roles.includes('trainer')
                ? html`<button type="button" class=${silo.draining ? '' : 'danger'} @click=${() => this.#drain(silo)}>${silo.draining ? 'Let it train again' : 'Drain its trainers …'}</button>`
                : nothing}
        </section>`;
    }

    async #drain(silo: SiloView): Promise<void> {
        const draining = !silo.draining;
        const words = ['Its trainers finish their step, hand in what they have learned and leave. Nothing is lost.', 'None starts there again until it is let, or the silo is restarted.'];
        if (draining && !(await confirm(`Drain the trainers of ${silo.name}?`, words, 'Drain'))) {
            return;
        }

        try {
            await this.site.api.json(`/silos/${encodeURIComponent(silo.name)}/trainers`, { method: 'PUT', body: { draining } });
            [this.#done, this.#problem] = [draining ? `The trainers of ${silo.name} leave.` : `${silo.name} trains again.`, null];
        } catch (thrown) {
            [this.#done, this.#problem] = ['', asProblem(thrown)];
        }

        this.requestUpdate();
        await this.#silos.load();
    }
}

customElements.define('prcl-cluster', Cluster);
