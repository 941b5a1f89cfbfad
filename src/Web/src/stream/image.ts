import { html, nothing, type PropertyValues } from 'lit';
import { all } from '../api/lists.ts';
import type { ImageDocument, ModelDocument } from '../api/types.ts';
import { View } from '../app/view.ts';
import { giveLabel } from '../label/mask.ts';
import { dropPlace } from '../parts/drop.ts';
import { Resource } from '../parts/resource.ts';
import { problemNote, shown } from '../parts/states.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { classToggles, FIRST_LOOK, lookControls, type Look } from '../picture/look.ts';
import { bitmapOf, predict, type Prediction } from '../picture/prediction.ts';
import '../picture/segmented.ts';
import { versionChoice } from '../picture/versions.ts';
import { readPlane, type Plane } from '../pixels/png.ts';
import { percent } from '../words/numbers.ts';

/** What is shown of an image. */
interface Large {
    image: ImageDocument;
    file: Blob;
    bitmap: ImageBitmap;
    label: Plane | null;
    labelProblem: string | null;
}

/** An image large, in a dialog: its label, and what two versions say, side by side. Arrow keys go to its neighbours. */
class LargeImage extends View {
    static override properties = { ...View.properties, sha: { attribute: false }, hasBefore: { attribute: false }, hasNext: { attribute: false } };
    declare sha: string;
    declare hasBefore: boolean;
    declare hasNext: boolean;
    #look: Look = FIRST_LOOK;
    #versions: [string, string] = ['', 'none'];
    #problem: Problem | null = null;
    #done = '';
    readonly #models = new Resource<ModelDocument[]>(this, (signal) => all<ModelDocument>(this.site.api, this.path('/models'), signal));
    readonly #large = new Resource<Large>(this, (signal) => this.#read(signal));
    readonly #predictions = ([0, 1] as const).map(
        (i) => new Resource<Prediction>(this, (signal) => predict(this.site.api, this.site.run.name, this.#large.value!.file, this.#versions[i], signal)),
    );

    protected override onShown(): void {
        const baseline = this.status?.aliases['baseline'];
        this.#versions[1] = baseline !== undefined && baseline !== this.status?.version ? 'baseline' : 'none';
        this.querySelector('dialog')!.showModal();
        void this.#models.load();
    }

    protected override willUpdate(changed: PropertyValues): void {
        if (changed.has('sha')) {
            [this.#problem, this.#done] = [null, ''];
            this.#large.clear();
            this.#predictions.forEach((p) => p.clear());
            void this.#large.load().then(() => this.#predict());
        }
    }

    protected override render(): unknown {
        return html`<dialog class="large" aria-label="Image" @close=${this.#closed} @keydown=${this.#key}>
            <header>
                <button type="button" ?disabled=${!this.hasBefore} @click=${() => this.#tell('before')}>← Previous</button>
                <button type="button" ?disabled=${!this.hasNext} @click=${() => this.#tell('next')}>Next →</button>
                <button type="button" class="close" @click=${() => this.querySelector('dialog')!.close()}>Close</button>
            </header>
            ${shown(this.#large, 'The image', (large) => this.#picture(large))}
        </dialog>`;
    }

    #picture(large: Large): unknown {
        const { image } = large;
        return html`<h2>${image.name} <small>${image.domain} · ${image.width} × ${image.height}${image.purpose === 'evaluate' ? ' · to measure with' : ''}${image.trained ? ' · learned from' : ''}${image.doubt ? ` · doubt ${percent(image.doubt)}` : ''}</small></h2>
            ${image.quarantine ? html`<p class="problem">It was taken out: ${image.quarantine}</p>` : nothing}
            <div class="controls">
                ${([0, 1] as const).map((i) => versionChoice(i === 0 ? 'Left' : 'Right', this.#versions[i], this.#models.value, this.status, (v) => this.#choose(i, v), i === 0 ? undefined : 'no other'))}
            </div>
            ${lookControls(this.#look, this.#set)}
            <div class="side-by-side">
                <section>
                    <h3>${large.label ? 'Label' : 'Image, without a label'}</h3>
                    ${large.labelProblem ? html`<p class="problem">The label can’t be shown: ${large.labelProblem}</p>` : nothing}
                    ${this.#canvas(large, large.label, null, 'Label')}
                </section>
                ${this.#predictions.map((prediction, i) => this.#versions[i] === 'none' ? nothing : this.#predicted(large, prediction, i))}
            </div>
            ${classToggles(this.site.classes, this.#look, this.#set)}
            <div class="row">
                ${dropPlace(large.label ? 'Replace its label: a PNG of class ids' : 'Give it a label: a PNG of class ids', (files) => this.#label(files[0]), { accept: 'image/png' })}
                <a class="button" href=${`#/${encodeURIComponent(this.site.run.name)}/predict?image=${image.sha256}`}>Open in Predict</a>
            </div>
            <p role="status">${this.#done}</p>
            ${problemNote(this.#problem)}`;
    }

    #predicted(large: Large, prediction: Resource<Prediction>, i: number): unknown {
        const told = prediction.value;
        return html`<section>
            <h3>${told ? `Version ${told.version}` : `Prediction ${i + 1}`}</h3>
            ${told || prediction.problem ? nothing : html`<p class="loading" role="status">Segmenting …</p>`} ${problemNote(prediction.problem, prediction.again)}
            ${this.#canvas(large, told?.ids ?? null, told?.doubt ?? null, told ? `Prediction of version ${told.version}` : 'Image')}
        </section>`;
    }

    #canvas(large: Large, ids: Plane | null, doubt: Plane | null, label: string): unknown {
        return html`<prcl-segmented .image=${large.bitmap} .ids=${ids} .doubt=${doubt} .classes=${this.site.classes} .look=${this.#look} .label=${`${label} of ${large.image.name}`}></prcl-segmented>`;
    }

    async #read(signal: AbortSignal): Promise<Large> {
        const image = await this.site.api.json<ImageDocument>(this.path(`/images/${this.sha}`), { signal });
        const { blob } = await this.site.api.file(this.path(`/images/${this.sha}/content`), { signal });
        let [label, labelProblem]: [Plane | null, string | null] = [null, null];
        if (image.labelSha256) {
            try {
                label = await readPlane((await this.site.api.file(this.path(`/images/${this.sha}/label`), { signal })).blob);
            } catch (thrown) {
                labelProblem = (thrown as Error).message;
            }
        }

        return { image, file: blob, bitmap: await bitmapOf(blob), label, labelProblem };
    }

    #predict(): void {
        this.#predictions.forEach((p, i) => this.#large.value && this.#versions[i] !== 'none' && void p.load());
    }

    #choose(i: 0 | 1, version: string): void {
        this.#versions[i] = version;
        this.#predictions[i]!.clear();
        if (version !== 'none') {
            void this.#predictions[i]!.load();
        }

        this.requestUpdate();
    }

    readonly #set = (look: Look): void => {
        this.#look = look;
        this.requestUpdate();
    };

    async #label(mask: File | undefined): Promise<void> {
        if (!mask) {
            return;
        }

        try {
            const answer = await giveLabel(this.site.api, this.site.run.name, this.sha, mask, this.#large.value!.image.labelSha256);
            [this.#done, this.#problem] = [answer.message || 'The label is stored.', null];
            await this.#large.load();
            this.site.live.refresh();
        } catch (thrown) {
            [this.#done, this.#problem] = ['', asProblem(thrown)];
        }

        this.requestUpdate();
    }

    readonly #key = (event: KeyboardEvent): void => {
        const isControl = event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement;
        const step = { ArrowLeft: 'before', ArrowRight: 'next' }[event.key];
        if (step && !isControl && (step === 'before' ? this.hasBefore : this.hasNext)) {
            event.preventDefault();
            event.stopPropagation();
            this.#tell(step);
        }
    };

    readonly #closed = (): void => this.#tell('closed');

    #tell(what: string): void {
        this.dispatchEvent(new CustomEvent(what));
    }
}

customElements.define('prcl-image', LargeImage);
