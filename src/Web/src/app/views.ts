import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../cluster/cluster.ts';
import '../label/label.ts';
import '../models/models.ts';
import '../overview/overview.ts';
import type { Place, ViewName } from '../place/place.ts';
import '../predict/predict.ts';
import '../prototypes/prototypes.ts';
import '../stream/stream.ts';
import type { Site } from './view.ts';

const VIEWS: Record<ViewName, (site: Site, place: Place) => TemplateResult> = {
    overview: (site, place) => html`<prcl-overview .site=${site} .place=${place}></prcl-overview>`,
    predict: (site, place) => html`<prcl-predict .site=${site} .place=${place}></prcl-predict>`,
    stream: (site, place) => html`<prcl-stream .site=${site} .place=${place}></prcl-stream>`,
    label: (site, place) => html`<prcl-label .site=${site} .place=${place}></prcl-label>`,
    prototypes: (site, place) => html`<prcl-prototypes .site=${site} .place=${place}></prcl-prototypes>`,
    models: (site, place) => html`<prcl-models .site=${site} .place=${place}></prcl-models>`,
    cluster: (site, place) => html`<prcl-cluster .site=${site} .place=${place}></prcl-cluster>`,
};

/** A view; another run has one of its own, so that nothing of the last one stays. */
export function viewOf(view: ViewName, site: Site, place: Place): unknown {
    return keyed(site.run.name, VIEWS[view](site, place));
}
