/** What the API answers, as far as the page looks at it: docs/openapi/v1.json has all of it. */
export interface Page<T> {
    items: T[];
    next: string | null;
}

export interface RunDocument {
    name: string;
    shown: string | null;
    createdUtc: string;
    epoch: number;
    classes: { ignore?: number; classes: { name: string; color?: number[] | string }[] } | null;
    settings: Record<string, string>;
    note: string | null;
}

export type RunPhase = 'waitingForTrainers' | 'idle' | 'training' | 'stopped' | 'failed';

export interface StepLosses {
    step: number;
    total: number | null;
    supervised: number | null;
    unsupervised: number | null;
    contrastive: number | null;
    coverage: number | null;
}

export interface TrainerStatus {
    key: string;
    state: string;
    reason: string;
    round: number;
    stepInRound: number;
    steps: number;
    imagesPerSecond: number | null;
    note: string | null;
}

export interface StreamCounts {
    stored: number;
    labelled: number;
    evaluation: number;
    trained: number;
    leased: number;
    backlog: number;
    quarantined: number;
    deleted: number;
    bytes: number;
    note: string | null;
}

export interface ModelScore {
    version: number;
    meanIou: number | null;
}

export interface DomainComparison {
    domain: string;
    images: number;
    newest: ModelScore;
    baseline: ModelScore;
    gain: number | null;
}

export interface RunAlarm {
    kind: string;
    text: string;
    sinceRound: number;
}

export interface RunStatus {
    name: string;
    phase: RunPhase;
    reason: string;
    round: number;
    version: number;
    imagesTrained: number;
    images: StreamCounts;
    trainers: TrainerStatus[];
    aliases: Record<string, number>;
    refused: Record<string, number>;
    comparison: DomainComparison[] | null;
    notes: string[] | null;
    alarms: RunAlarm[] | null;
}

export interface Evaluation {
    domain: string;
    version: number;
    images: number;
    meanIou: number | null;
    imagesTrained: number;
}

export interface TrainerLosses {
    trainer: string;
    losses: StepLosses[] | null;
}

export interface MetricsPoint {
    at: string;
    round: number;
    clock: number | null;
    imagesPerSecond: number | null;
    trainers: number | null;
    backlog: number | null;
}

export interface ImageDocument {
    sha256: string;
    labelSha256: string | null;
    name: string;
    domain: string;
    purpose: 'train' | 'evaluate';
    width: number;
    height: number;
    bytes: number;
    trained: boolean;
    quarantine: string | null;
    storedUtc: string;
    doubt?: number | null;
}

export interface LabelNextItem {
    sha256: string;
    name: string;
    domain: string;
    doubt: number | null;
    class: number | string | null;
}

export interface PushAnswer {
    name: string;
    outcome: string;
    sha256: string | null;
    message: string;
    problem: string | null;
    retryAfterSeconds: number | null;
}

export interface PrototypeDocument {
    classId: number;
    className: string;
    evidence: number | null;
    stale: boolean;
    round: number;
    meanPosteriorVariance: number | null;
    meanSpreadVariance: number | null;
    drift: number | null;
}

export interface DriftPoint {
    round: number;
    distance: number | null;
}

export interface Neighbour {
    classId: number;
    className: string;
    score: number | null;
}

export interface PrototypeView extends PrototypeDocument {
    driftHistory: DriftPoint[];
}

export interface PrototypeMap {
    round: number;
    classes: { class: number; name: string; color: number[] | string | null; x: number; y: number; spread: number | null }[];
    virtualNegatives: { class: number; x: number; y: number }[];
    explained: number | null;
}

export interface PrototypeHistory {
    points: { round: number; clock: number | null; evidence: number | null; spread: number | null; drift: number | null }[];
}

export interface ModelDocument {
    version: number;
    aliases: string[];
    round: number | null;
    epoch: number;
    imagesTrained: number;
    meanIou: number | null;
    rolledBackTo: number | null;
}

export interface RollBackAnswer {
    epoch: number;
    round: number;
    version: number;
    isNew: boolean;
}

export interface SiloView {
    name: string;
    address: string;
    status: string;
    roles: string[];
    devices: string[];
    version: string;
    draining: boolean;
    trainers: TrainerStatus[] | null;
}
