using Prcl.Learning.Scenes;

namespace Prcl.Silo.Demo;

/// <summary>How long the drive through a domain is.</summary>
/// <param name="Domain">Street, light and weather.</param>
/// <param name="Streamed">Frames that stream in, the labelled ones among them.</param>
/// <param name="Evaluation">Frames to measure on, after the gap.</param>
internal sealed record SceneLength(SceneDomain Domain, int Streamed, int Evaluation);
