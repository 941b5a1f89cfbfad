using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Silo.Reports;

/// <summary>An evaluation frame with what the model made of it; all of one size.</summary>
/// <param name="Caption">Domain and name.</param>
/// <param name="Image">The frame.</param>
/// <param name="Truth">Its label.</param>
/// <param name="Prediction">The model's classes.</param>
/// <param name="Doubt">The heat map of the published uncertainty, from 0 to 1.</param>
internal sealed record PredictedFrame(string Caption, RgbImage Image, LabelMap Truth, LabelMap Prediction, RgbImage Doubt);
