import { html, nothing } from 'lit';
import { all } from '../api/lists.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { ModelDocument, RollBackAnswer } from '../api/types.ts';
import { View } from '../app/view.ts';
import { confirm } from '../parts/confirm.ts';
import { download } from '../parts/download.ts';
import { Resource } from '../parts/resource.ts';
import { problemNote, shown } from '../parts/states.ts';
import { count, fixed } from '../words/numbers.ts';
import { lostBy } from './loss.ts';

// Aliases that the silo moves by itself; taking one away would be undone.
const OWN = ['latest', 'best', 'measured'];

/** The kept versions: what each scores, which names it has, and the way back to it. */
class Models extends View {
    #seen = '';
    #done = '';
    #problem: Problem | null = null;
    readonly #models = new Resource<ModelDocument[]>(this, (signal) => all<ModelDocument>(this.site.api, this.path('/models'), signal));

    protected override onShown(): void {
        this.onStatus();
    }

    protected override onStatus(): void {
        const now = JSON.stringify([this.status?.version, this.status?.aliases]);
        if (this.status && now !== this.#seen && !this.#models.isBusy) {
            this.#seen = now;
            void this.#models.load().then(() => this.onStatus());
        }
    }

    protected override render(): unknown {
        return html`<h1>Models</h1>
            <p role="status">${this.#done}</p>
            ${problemNote(this.#problem)} ${shown(this.#models, 'Versions', (models) => this.#table(models))}`;
    }

    #table(models: ModelDocument[]): unknown {
        return html`<div class="scroll" tabindex="0" role="region" aria-label="Versions">
            <table>
                <thead>
                    <tr>
                        <th scope="col">version</th><th scope="col">names</th><th scope="col">round</th><th scope="col">learned from, draws</th><th scope="col">mIoU, %</th><th scope="col">what to do with it</th>
                    </tr>
                </thead>
                <tbody>
                    ${[...models].reverse().map((m) => this.#row(m, models))}
                </tbody>
            </table>
        </div>`;
    }

    #row(model: ModelDocument, models: ModelDocument[]): unknown {
        const isServing = model.aliases.includes('serving');
        return html`<tr>
            <th scope="row">${count(model.version)}${model.rolledBackTo === null ? nothing : html`<br><small>a copy of ${count(model.rolledBackTo)}</small>`}</th>
            <td>
                ${model.aliases.map(
                    (a) => html`<span class="chip">${a}${OWN.includes(a) ? nothing : html`<button type="button" class="plain" aria-label=${`Take the name ${a} away`} @click=${() => this.#remove(a, model.version)}>×</button>`}</span>`,
                )}
            </td>
            <td>${count(model.round)}</td>
            <td>${count(model.imagesTrained)}</td>
            <td>${fixed(model.meanIou)}</td>
            <td><div class="buttons">
                ${isServing ? nothing : html`<button type="button" @click=${() => this.#name('serving', model.version)}>Serve</button>`}
                <button type="button" @click=${() => this.#ask(model.version)}>Name …</button>
                <button type="button" @click=${() => this.#file(model.version)}>Download</button>
                <button type="button" class="danger" @click=${() => this.#rollBack(model, models)}>Roll training back …</button>
            </div></td>
        </tr>`;
    }

    async #rollBack(model: ModelDocument, models: ModelDocument[]): Promise<void> {
        if (await confirm(`Roll training back to version ${model.version}?`, lostBy(model, models, this.status), 'Roll back')) {
            await this.#act(async () => {
                const answer = await this.site.api.json<RollBackAnswer>(this.path('/rollbacks'), { method: 'POST', body: { version: model.version } });
                return answer.isNew ? `Training goes on from version ${model.version}, as version ${answer.version}.` : `The newest version is a copy of version ${model.version} already: nothing was changed.`;
            });
        }
    }

    async #ask(version: number): Promise<void> {
        let name = 'baseline';
        const field = html`<label>Name <input type="text" .value=${name} @input=${(e: Event) => (name = (e.target as HTMLInputElement).value.trim())}></label>`;
        if ((await confirm(`Name version ${version}`, [field, 'A version with a name is kept. A name that another version has moves here.'], 'Name it')) && name) {
            await this.#name(name, version);
        }
    }

    #name(alias: string, version: number): Promise<void> {
        return this.#act(async () => {
            await this.site.api.json(this.path(`/aliases/${encodeURIComponent(alias)}`), { method: 'PUT', body: { version } });
            return `${alias} is version ${version} now.`;
        });
    }

    async #remove(alias: string, version: number): Promise<void> {
        const lost = alias === 'serving' ? 'Predictors then serve the newest version.' : 'The version may then be removed when newer ones come.';
        if (await confirm(`Take the name ${alias} away from version ${version}?`, [lost], 'Take it away')) {
            await this.#act(async () => {
                await this.site.api.json(this.path(`/aliases/${encodeURIComponent(alias)}`), { method: 'DELETE', headers: { 'If-Match': `"${version}"` } });
                return `${alias} is no version’s name now.`;
            });
        }
    }

    #file(version: number): Promise<void> {
        return this.#act(async () => {
            download((await this.site.api.file(this.path(`/models/${version}/file`))).blob, `${this.site.run.name}-${version}.safetensors`);
            return `Version ${version} is downloaded.`;
        });
    }

    async #act(act: () => Promise<string>): Promise<void> {
        try {
            [this.#done, this.#problem] = [await act(), null];
        } catch (thrown) {
            [this.#done, this.#problem] = ['', asProblem(thrown)];
        }

        this.site.live.refresh();
        this.requestUpdate();
        await this.#models.load();
    }
}

customElements.define('prcl-models', Models);
