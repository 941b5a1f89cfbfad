import { html, nothing } from 'lit';
import { asProblem, type Problem } from '../api/problem.ts';
import { withQuery } from '../api/lists.ts';
import type { ImageDocument, LabelNextItem } from '../api/types.ts';
import { View } from '../app/view.ts';
import { download } from '../parts/download.ts';
import { dropPlace } from '../parts/drop.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, problemNote, shown } from '../parts/states.ts';
import '../picture/thumbnail.ts';
import { percent } from '../words/numbers.ts';
import { giveLabel } from './mask.ts';

const SUGGESTED = 10;

/** The images whose labels would teach most: out with the image, back with a mask. */
class LabelNext extends View {
    #done = '';
    #problem: Problem | null = null;
    readonly #items = new Resource<LabelNextItem[]>(this, async (signal) => (await this.site.api.json<{ items: LabelNextItem[] }>(`${this.path('/label-next')}?n=${SUGGESTED}`, { signal })).items);

    protected override onShown(): void {
        void this.#items.load();
    }

    protected override render(): unknown {
        return html`<h1>Label next</h1>
            <p>Images without a label that the run is most in doubt about, spread over domains and classes. Download one, draw its mask (a PNG of class ids), and give it back.</p>
            <details>
                <summary>Class ids</summary>
                <p>${this.site.classes.map((c) => html`<span class="chip">${c.id} ${c.name}</span>`)} ${this.site.run.classes?.ignore === undefined ? nothing : html`<span class="chip">${this.site.run.classes.ignore} doesn’t count</span>`}</p>
            </details>
            <p role="status">${this.#done}</p>
            ${problemNote(this.#problem)}
            ${shown(this.#items, 'Suggestions', (items) =>
                items.length === 0 ? emptyNote('Nothing to suggest: either every image has a label, or a trainer has not seen any without one yet.') : html`<ul class="cards">${items.map((i) => this.#card(i))}</ul>`,
            )}`;
    }

    #card(item: LabelNextItem): unknown {
        const doubted = typeof item.class === 'number' ? this.site.classes[item.class]?.name : item.class;
        return html`<li class="card">
            <prcl-thumbnail .pictures=${this.site.pictures} .path=${this.path(`/images/${item.sha256}/thumbnail`)} .alt=${item.name}></prcl-thumbnail>
            <div>
                <h2>${item.name}</h2>
                <p>${item.domain}${item.doubt === null ? '' : ` · doubt ${percent(item.doubt)}`}${doubted ? ` · most about ${doubted}` : ''}</p>
                <div class="buttons">
                    <button type="button" @click=${() => this.#act(async () => this.#image(item))}>Download image</button>
                    <button type="button" @click=${() => this.#act(async () => this.#mask(item))}>Download predicted mask</button>
                    <a class="button" href=${`#/${encodeURIComponent(this.site.run.name)}/stream?image=${item.sha256}`}>Look at it</a>
                </div>
                ${dropPlace('Drop its mask here, or choose it', (files) => files[0] && void this.#act(async () => this.#label(item, files[0]!)), { accept: 'image/png' })}
            </div>
        </li>`;
    }

    async #image(item: LabelNextItem): Promise<string> {
        download((await this.site.api.file(this.path(`/images/${item.sha256}/content`))).blob, item.name);
        return `${item.name} is downloaded.`;
    }

    async #mask(item: LabelNextItem): Promise<string> {
        const { blob } = await this.site.api.file(this.path(`/images/${item.sha256}/content`));
        const mask = await this.site.api.file(withQuery(this.path('/predict'), { output: 'index' }), { method: 'POST', body: blob, headers: { 'Content-Type': blob.type } });
        download(mask.blob, `${item.name.replace(/\.\w+$/, '')}-mask.png`);
        return `The mask of ${item.name} as version ${mask.headers.get('Prcl-Version')} predicts it is downloaded: correct it, and give it back.`;
    }

    async #label(item: LabelNextItem, mask: File): Promise<string> {
        const seen = (await this.site.api.json<ImageDocument>(this.path(`/images/${item.sha256}`))).labelSha256;
        await giveLabel(this.site.api, this.site.run.name, item.sha256, mask, seen);
        this.#items.value = (this.#items.value ?? []).filter((i) => i.sha256 !== item.sha256);
        if (this.#items.value.length === 0) {
            void this.#items.load();
        }

        this.site.live.refresh();
        return `${item.name} has its label now.`;
    }

    async #act(act: () => Promise<string>): Promise<void> {
        try {
            [this.#done, this.#problem] = [await act(), null];
        } catch (thrown) {
            [this.#done, this.#problem] = ['', asProblem(thrown)];
        }

        this.requestUpdate();
    }
}

customElements.define('prcl-label', LabelNext);
