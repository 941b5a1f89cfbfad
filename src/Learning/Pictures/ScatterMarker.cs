namespace Prcl.Learning.Pictures;

/// <summary>The shape of a scattered point.</summary>
public enum ScatterMarker
{
    /// <summary>A small filled disc.</summary>
    Dot = 0,

    /// <summary>An open circle.</summary>
    Ring = 1,

    /// <summary>A diagonal cross.</summary>
    Cross = 2,

    /// <summary>A large diamond with a white rim, for a centre among its points.</summary>
    Diamond = 3,
}
