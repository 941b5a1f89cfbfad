namespace Prcl.Grains.Doors;

/// <summary>Why a client's call isn't carried out. Each is a key of <see cref="IRefusalGrain"/>.</summary>
public enum RefusalReason
{
    /// <summary>The method is for silos only, or not known.</summary>
    Closed,

    /// <summary>The name of what is called breaks the rule of names.</summary>
    Name,

    /// <summary>The cluster has a secret, and the call carries none.</summary>
    SecretMissing,

    /// <summary>The call carries another secret.</summary>
    SecretWrong,

    /// <summary>The silo has as many bytes of requests as it takes.</summary>
    Busy,
}
