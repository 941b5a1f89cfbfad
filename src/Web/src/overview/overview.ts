import { html, nothing } from 'lit';
import { all } from '../api/lists.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Evaluation, RunStatus } from '../api/types.ts';
import { View } from '../app/view.ts';
import { Resource } from '../parts/resource.ts';
import { problemNote, shown } from '../parts/states.ts';
import { scoresOf } from '../series/scores.ts';
import { adviceOn } from '../words/alarms.ts';
import { bytes, count, fixed, some } from '../words/numbers.ts';
import { phaseOf, waitsFor } from '../words/phases.ts';
import './losses.ts';
import { scoreChart, scoreTable } from './scores.ts';
import './throughput.ts';

/** What a run learns now, how well, and what is wrong. */
class Overview extends View {
    readonly #measured = new Resource<Evaluation[]>(this, (signal) => all<Evaluation>(this.site.api, this.path('/evaluations'), signal));
    #seen = '';
    #problem: Problem | null = null;

    protected override onShown(): void {
        this.onStatus();
    }

    // What was measured changes when the status's comparison or its alias of the version measured last does.
    protected override onStatus(): void {
        const status = this.status;
        const measured = JSON.stringify([status?.aliases['measured'], status?.aliases['baseline'], status?.comparison]);
        if (status && (measured !== this.#seen || (this.#measured.problem?.isPassing && !this.#measured.isBusy))) {
            this.#seen = measured;
            void this.#measured.load();
        }
    }

    protected override render(): unknown {
        const status = this.status;
        if (!status) {
            return this.site.live.problem ? problemNote(this.site.live.problem) : html`<p class="loading" role="status">Loading the run …</p>`;
        }

        return html`
            ${this.#headline(status)} ${problemNote(this.#problem)} ${this.#alarms(status)} ${this.#tiles(status)}
            <div class="columns">
                <section>
                    <h2>mIoU by domain</h2>
                    ${shown(this.#measured, 'Measures', (measured) => this.#scores(measured, status))}
                </section>
                <prcl-losses .site=${this.site} .place=${this.place}></prcl-losses>
                <prcl-throughput .site=${this.site} .place=${this.place}></prcl-throughput>
                ${this.#trainers(status)}
            </div>
        `;
    }

    #headline(status: RunStatus): unknown {
        const [isOff, waits] = [status.phase === 'stopped' || status.phase === 'failed', waitsFor(status)];
        return html`<section class="headline ${status.phase}">
            <div>
                <h1>${phaseOf(status)} <small>round ${count(status.round)} · version ${count(status.version)}</small></h1>
                ${waits ? html`<p>${waits}</p>` : nothing} ${this.site.run.note ? html`<p>${this.site.run.note}</p>` : nothing}
                ${(status.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}
            </div>
            <button type="button" @click=${() => this.#train(isOff)}>${isOff ? 'Start training' : 'Stop training'}</button>
        </section>`;
    }

    async #train(on: boolean): Promise<void> {
        try {
            await this.site.api.json(this.path('/training'), { method: 'PUT', body: { on } });
            this.#problem = null;
        } catch (thrown) {
            this.#problem = asProblem(thrown);
        }

        this.site.live.refresh();
        this.requestUpdate();
    }

    #alarms(status: RunStatus): unknown {
        const alarms = status.alarms ?? [];
        return html`<div role="status" class="alarms">
            ${alarms.map(
                (a) => html`<section class="alarm">
                    <h2>Alarm: ${a.kind} <small>since round ${count(a.sinceRound)}</small></h2>
                    <p>${a.text}</p>
                    <p><strong>What to do.</strong> ${adviceOn(a.kind)}</p>
                </section>`,
            )}
        </div>`;
    }

    #tiles(status: RunStatus): unknown {
        const images = status.images;
        const rate = status.trainers.reduce((sum, t) => sum + (t.imagesPerSecond ?? 0), 0);
        const refused = Object.entries(status.refused);
        return html`<dl class="tiles">
            ${tile('Images', count(images.stored), `${count(images.labelled)} labelled, ${count(images.evaluation)} to measure with`)}
            ${tile('Backlog', count(images.backlog), 'images not learned from yet')}
            ${tile('Learned from', count(status.imagesTrained), 'image draws')} ${tile('Speed', fixed(rate), 'images a second')}
            ${tile('Trainers', count(status.trainers.length), status.trainers.map((t) => t.state).join(', ') || 'none')}
            ${tile('Stored', bytes(images.bytes), images.quarantined > 0 ? `${some(images.quarantined, 'image')} can’t be read` : 'all can be read')}
            ${refused.length > 0 ? tile('Refused', count(refused.reduce((sum, [, n]) => sum + n, 0)), refused.map(([why, n]) => `${why} ${count(n)}`).join(', ')) : nothing}
        </dl>`;
    }

    #scores(measured: Evaluation[], status: RunStatus): unknown {
        if (measured.length === 0) {
            return html`<p class="empty">
                Nothing is measured yet. Push images with labels to measure with: <code>prcl push DIR --purpose evaluate</code>
            </p>`;
        }

        const scores = scoresOf(measured, status.comparison, status.aliases['baseline']);
        return html`${scoreChart(scores)}${scoreTable(scores, status.aliases['baseline'])}`;
    }

    #trainers(status: RunStatus): unknown {
        return html`<section>
            <h2>Trainers</h2>
            ${status.trainers.length === 0
                ? html`<p class="empty">None. A silo with the role <code>trainer</code> joins by itself: <code>prcl-silo serve</code></p>`
                : html`<div class="scroll" tabindex="0" role="region" aria-label="Trainers">
                      <table>
                          <thead>
                              <tr><th scope="col">silo / device</th><th scope="col">state</th><th scope="col">round</th><th scope="col">step</th><th scope="col">images/s</th></tr>
                          </thead>
                          <tbody>
                              ${status.trainers.map(
                                  (t) => html`<tr>
                                      <th scope="row">${t.key.split('/').slice(1).join(' / ')}</th>
                                      <td class="wide">${t.state}${t.reason ? html`<br><small>${t.reason}</small>` : nothing}${t.note ? html`<br><small>${t.note}</small>` : nothing}</td>
                                      <td>${count(t.round)}</td>
                                      <td>${count(t.stepInRound)}</td>
                                      <td>${fixed(t.imagesPerSecond)}</td>
                                  </tr>`,
                              )}
                          </tbody>
                      </table>
                  </div>`}
        </section>`;
    }
}

function tile(name: string, value: string, more: string): unknown {
    return html`<div><dt>${name}</dt><dd>${value}</dd><dd class="more">${more}</dd></div>`;
}

customElements.define('prcl-overview', Overview);
