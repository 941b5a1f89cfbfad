namespace Prcl.Silo.Experiments.Protocols;

/// <summary>
/// What an experiment's arms have in common: which images come when, which of them are labelled, how long training lasts. Read from a JSON
/// file by <see cref="ProtocolFile"/>, which names the members in kebab case.
/// </summary>
internal sealed record Protocol
{
    /// <summary>The domains in the order in which they arrive; the first one has the labels.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>Draws the domains' street instead of reading folders; null: folders.</summary>
    public StreetProtocol? Scenes { get; init; }

    /// <summary>Lists that say what each image of one data set is for, in place of a share of each domain's frames; null: none.</summary>
    public SplitProtocol? Splits { get; init; }

    /// <summary>Share of a domain's frames that stream in, from its first on; above 0, below 1.</summary>
    public decimal StreamedShare { get; init; } = 0.6m;

    /// <summary>Frames left out between the streamed part and evaluation; 0 or more.</summary>
    public int Gap { get; init; } = 5;

    /// <summary>Labelled frames of the first domain's streamed part, or of the list of labelled images; 1 or more.</summary>
    public int Labelled { get; init; } = 15;

    /// <summary>Which frames those are.</summary>
    public LabelledChoice LabelledChoice { get; init; } = LabelledChoice.Even;

    /// <summary>
    /// ImageNet weights: a file's path, relative ones to the folder that holds the data folder, or a name that the setting <c>weights</c>
    /// knows; empty: random weights.
    /// </summary>
    public string Weights { get; init; } = "";

    /// <summary>Steps of all phases; 1 or more.</summary>
    public required long Steps { get; init; }

    /// <summary>Each domain's part of the steps, in any unit; empty: equal parts.</summary>
    public IReadOnlyList<double> Phases { get; init; } = [];

    /// <summary>Whether all streamed frames are there from the start, so that there is one phase.</summary>
    public bool Offline { get; init; }

    /// <summary>Labels that come later, for arms that choose which frames get them; null: none.</summary>
    public LateLabels? LateLabels { get; init; }

    /// <summary>Settings of every arm, name → text.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
