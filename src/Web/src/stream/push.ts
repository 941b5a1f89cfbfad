import { html, LitElement, nothing } from 'lit';
import { asProblem } from '../api/problem.ts';
import type { PushAnswer } from '../api/types.ts';
import type { Site } from '../app/view.ts';
import { pause } from '../live/visible.ts';
import { dropPlace } from '../parts/drop.ts';
import { withQuery } from '../api/lists.ts';
import { some } from '../words/numbers.ts';

const AT_ONCE = 3;
const TRIES = 6;
const REFUSALS_SHOWN = 50;

/** Takes files and pushes them, a few at once, with what became of each. Tells `pushed` when the run has new images. */
class Push extends LitElement {
    static override properties = { site: { attribute: false } };
    declare site: Site;
    #domain = 'default';
    #purpose = 'train';
    #waiting: File[] = [];
    #running = 0;
    #count = { all: 0, stored: 0, known: 0 };
    #refused: { name: string; why: string }[] = [];
    #stop = new AbortController();

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.abort();
    }

    protected override render(): unknown {
        return html`<details class="push">
            <summary>Push images</summary>
            <div class="row">
                ${dropPlace('Drop images here, or choose them: PNG or JPEG.', (files) => this.#take(files), { many: true })}
                <label>Domain <input type="text" .value=${this.#domain} @input=${(e: Event) => (this.#domain = (e.target as HTMLInputElement).value)}></label>
                <label>For
                    <select @change=${(e: Event) => (this.#purpose = (e.target as HTMLSelectElement).value)}>
                        <option value="train">learning</option>
                        <option value="evaluate">measuring</option>
                    </select>
                </label>
            </div>
            ${this.#progress()}
        </details>`;
    }

    #progress(): unknown {
        const { all, stored, known } = this.#count;
        if (all === 0) {
            return nothing;
        }

        const done = stored + known + this.#refused.length;
        return html`<progress max=${all} .value=${done} aria-label="Images pushed"></progress>
            <p role="status">
                ${done < all ? `${some(all - done, 'image')} to go. ` : 'Done. '}${some(stored, 'image')} stored${known > 0 ? `, ${known} there already` : ''}${this.#refused.length > 0 ? `, ${this.#refused.length} refused` : ''}.
            </p>
            ${this.#refused.length > 0
                ? html`<ul class="refused" role="alert">${this.#refused.slice(0, REFUSALS_SHOWN).map((r) => html`<li><strong>${r.name}</strong>: ${r.why}</li>`)}</ul>`
                : nothing}`;
    }

    #take(files: File[]): void {
        if (this.#running === 0 && this.#waiting.length === 0) {
            [this.#count, this.#refused] = [{ all: 0, stored: 0, known: 0 }, []];
        }

        this.#stop = this.#stop.signal.aborted ? new AbortController() : this.#stop;
        this.#count.all += files.length;
        this.#waiting.push(...files);
        while (this.#running < AT_ONCE && this.#running < this.#waiting.length) {
            void this.#work();
        }

        this.requestUpdate();
    }

    async #work(): Promise<void> {
        this.#running++;
        for (let file = this.#waiting.shift(); file && !this.#stop.signal.aborted; file = this.#waiting.shift()) {
            await this.#push(file);
            this.requestUpdate();
        }

        if (--this.#running === 0 && this.#count.stored > 0) {
            this.dispatchEvent(new CustomEvent('pushed'));
        }
    }

    // What may do later (a busy silo, a lost connection) is tried again; a push that is repeated stores nothing twice.
    async #push(file: File): Promise<void> {
        for (let tried = 1; ; tried++) {
            const { answer, seconds } = await this.#send(file);
            if (seconds === null || tried === TRIES || this.#stop.signal.aborted) {
                this.#note(file.name, answer);
                return;
            }

            await pause(1000 * seconds, this.#stop.signal);
        }
    }

    async #send(file: File): Promise<{ answer: string | PushAnswer; seconds: number | null }> {
        const form = new FormData();
        form.append('image', file, file.name);
        try {
            const path = withQuery(`/runs/${encodeURIComponent(this.site.run.name)}/images`, { domain: this.#domain, purpose: this.#purpose });
            const answer = (await this.site.api.json<{ items: PushAnswer[] }>(path, { method: 'POST', body: form, signal: this.#stop.signal })).items[0]!;
            return { answer, seconds: answer.retryAfterSeconds };
        } catch (thrown) {
            const problem = asProblem(thrown);
            return { answer: problem?.message ?? 'called off', seconds: problem?.isPassing ? (problem.retryAfter ?? 2) : null };
        }
    }

    #note(name: string, answer: string | PushAnswer): void {
        if (typeof answer !== 'string' && answer.problem === null) {
            answer.outcome === 'stored' ? this.#count.stored++ : this.#count.known++;
        } else {
            this.#refused.push({ name, why: typeof answer === 'string' ? answer : answer.message });
        }
    }
}

customElements.define('prcl-push', Push);
