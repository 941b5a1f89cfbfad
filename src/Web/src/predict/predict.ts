import { html, nothing } from 'lit';
import { all } from '../api/lists.ts';
import { asProblem, Problem } from '../api/problem.ts';
import type { ImageDocument, ModelDocument } from '../api/types.ts';
import { View } from '../app/view.ts';
import { dropPlace } from '../parts/drop.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, problemNote, shown } from '../parts/states.ts';
import { classToggles, FIRST_LOOK, lookControls, type Look } from '../picture/look.ts';
import { bitmapOf, predict, scores, type Prediction } from '../picture/prediction.ts';
import { scoreTable } from '../picture/score-table.ts';
import '../picture/segmented.ts';
import type { Point } from '../picture/segmented.ts';
import { versionChoice } from '../picture/versions.ts';
import { meanOf, sharesOf } from '../pixels/paint.ts';
import { scoresAt, type ClassScores } from '../pixels/scores.ts';
import { percent } from '../words/numbers.ts';

/** Segments an image that somebody has, and shows what it is unsure of. */
class Predict extends View {
    #file: File | null = null;
    #image: ImageBitmap | null = null;
    #version = '';
    #look: Look = FIRST_LOOK;
    #at: Point | null = null;
    // Asked for by the first pointer on the picture, not before: it is another look of the model.
    readonly #scores = new Resource<ClassScores>(this, (signal) => scores(this.site.api, this.site.run.name, this.#file!, this.#prediction.value!.version, signal));
    readonly #models = new Resource<ModelDocument[]>(this, (signal) => all<ModelDocument>(this.site.api, this.path('/models'), signal));
    readonly #prediction = new Resource<Prediction>(this, (signal) => predict(this.site.api, this.site.run.name, this.#file!, this.#version, signal));

    protected override onShown(): void {
        void this.#models.load();
        const sha = this.place.rest['image'];
        if (sha) {
            void this.#fromRun(sha);
        }
    }

    protected override render(): unknown {
        const prediction = this.#prediction.value;
        return html`
            <h1>Predict</h1>
            <div class="row">
                ${dropPlace(this.#file ? `${this.#file.name}. Drop or choose another image.` : 'Drop an image here, or choose one: PNG or JPEG.', (files) => this.#take(files))}
                ${versionChoice('Version', this.#version, this.#models.value, this.status, (version) => {
                    this.#version = version;
                    this.#ask();
                })}
            </div>
            <p role="status" class="loading">${this.#prediction.isBusy ? 'Segmenting …' : prediction ? `Version ${prediction.version} answered. Mean uncertainty ${percent(meanOf(prediction.doubt))}.` : ''}</p>
            ${problemNote(this.#prediction.problem, this.#prediction.problem?.isPassing ? this.#prediction.again : undefined)}
            ${this.#image
                ? html`${lookControls(this.#look, this.#set)}
                      <div class="beside">
                          <prcl-segmented
                              .image=${this.#image}
                              .ids=${prediction?.ids ?? null}
                              .doubt=${prediction?.doubt ?? null}
                              .classes=${this.site.classes}
                              .look=${this.#look}
                              .label=${`Segmentation of ${this.#file?.name ?? 'the image'}`}
                              @point=${(e: CustomEvent<Point>) => this.#point(e.detail)}
                          ></prcl-segmented>
                          ${prediction
                              ? html`<div class="aside">
                                    ${classToggles(this.site.classes, this.#look, this.#set, sharesOf(prediction.ids, this.site.classes.length))} ${this.#nearest(this.#at)}
                                </div>`
                              : nothing}
                      </div>`
                : nothing}
        `;
    }

    readonly #set = (look: Look): void => {
        this.#look = look;
        this.requestUpdate();
    };

    #nearest(at: Point | null): unknown {
        return html`<section>
            <h2>Under the pointer</h2>
            ${at === null
                ? emptyNote('Point at the picture to see every class’s confidence and how near its prototype is.')
                : shown(this.#scores, 'Scores', (scores) => scoreTable(scoresAt(scores, at.x, at.y), this.site.classes))}
        </section>`;
    }

    #point(at: Point): void {
        this.#at = at;
        if (this.#prediction.value && !this.#prediction.isBusy && this.#scores.value === null && this.#scores.problem === null) {
            this.#scores.again();
        }

        this.requestUpdate();
    }

    async #fromRun(sha: string): Promise<void> {
        try {
            const { name } = await this.site.api.json<ImageDocument>(this.path(`/images/${sha}`), { signal: this.ends });
            const { blob } = await this.site.api.file(this.path(`/images/${sha}/content`), { signal: this.ends });
            await this.#take([new File([blob], name, { type: blob.type })]);
        } catch (thrown) {
            this.#prediction.problem = asProblem(thrown);
            this.requestUpdate();
        }
    }

    async #take(files: File[]): Promise<void> {
        const file = files[0];
        if (!file) {
            return;
        }

        [this.#file, this.#image, this.#at] = [file, null, null];
        this.#prediction.clear();
        this.#scores.clear();
        try {
            this.#image = await bitmapOf(file);
        } catch {
            this.#prediction.problem = new Problem('not-an-image', 0, 'The file is no image', `${file.name} can’t be read as a PNG or JPEG. Nothing was sent.`);
            this.requestUpdate();
            return;
        }

        this.#ask();
    }

    #ask(): void {
        if (this.#file && this.#image) {
            this.#scores.clear();
            void this.#prediction.load();
        }

        this.requestUpdate();
    }
}

customElements.define('prcl-predict', Predict);
