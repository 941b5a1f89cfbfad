using System.Text.Json.Serialization;
using Prcl.Contracts.Runs;
using Prcl.Images.Datasets;
using Prcl.Learning.Frames;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>A run as created, ready for use. Immutable.</summary>
public sealed class RunRecord
{
    /// <summary>Reads a description.</summary>
    /// <exception cref="SettingsException">A setting breaks its rule.</exception>
    /// <exception cref="DatasetException">The class list breaks its rule.</exception>
    public RunRecord(RunDescription description)
    {
        Settings = SettingCatalogue.Read(description.Settings, $"run '{description.Name}'");
        Classes = ClassList.Parse(description.ClassesJson, "classes");
        Description = description with { Note = CropFit.Fault(Settings) };
    }

    /// <summary>What a person sees.</summary>
    public RunDescription Description { get; }

    /// <summary>The folder of its blobs, and the beginning of its grains' states.</summary>
    [JsonIgnore]
    public string Id => RunId.Of(Description.Name, Description.Generation);

    /// <summary>Incarnations below this one are of trainers of earlier runs of its name.</summary>
    [JsonIgnore]
    public long FencedBelow => RunId.FencedBelow(Description.Generation);

    /// <summary>The run's settings.</summary>
    [JsonIgnore]
    public TrainingSettings Settings { get; }

    /// <summary>The run's classes.</summary>
    [JsonIgnore]
    public ClassList Classes { get; }
}
