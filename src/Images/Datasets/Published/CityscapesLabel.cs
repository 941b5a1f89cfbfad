namespace Prcl.Images.Datasets.Published;

/// <summary>A label of Cityscapes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TrainId">Its number among the classes that are trained on and measured; −1: it is none of them.</param>
/// <param name="Color">Its colour.</param>
public sealed record CityscapesLabel(string Name, int TrainId, RgbColor Color);
