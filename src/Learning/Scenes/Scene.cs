using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Scenes;

/// <summary>A drawn frame and its exact labels, of one size.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Labels">For each pixel the id of its class in <see cref="SceneClasses.List"/>; no pixel is ignored.</param>
public sealed record Scene(RgbImage Image, LabelMap Labels);
