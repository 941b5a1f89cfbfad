namespace Prcl.Learning.Settings;

/// <summary>Which size of network and which defaults.</summary>
public enum Profile
{
    /// <summary>128-channel separable heads, D = 64, Q = 64, N = 128: trains on two CPU cores.</summary>
    Cpu,

    /// <summary>256-channel heads, D = 256, Q = 256, N = 512: the published configuration.</summary>
    Paper,
}
