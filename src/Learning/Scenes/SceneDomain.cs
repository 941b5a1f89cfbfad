namespace Prcl.Learning.Scenes;

/// <summary>A stretch of the scene stream with its own street, light and weather.</summary>
public enum SceneDomain
{
    /// <summary>Clear or lightly clouded daylight whose colour temperature drifts.</summary>
    Day = 0,

    /// <summary>From golden light to the blue hour and back; windows, lamps and headlights are lit.</summary>
    Dusk = 1,

    /// <summary>Rain of changing strength: flat light, fog, wet reflecting road, streaks.</summary>
    Rain = 2,
}
