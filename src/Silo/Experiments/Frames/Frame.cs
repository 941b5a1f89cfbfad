using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>One picture of an experiment.</summary>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Load">Its pixels.</param>
/// <param name="LoadLabel">Its label, of the same size; null where there is none.</param>
internal sealed record Frame(string Domain, string Name, Func<RgbImage> Load, Func<LabelMap>? LoadLabel);
