namespace Prcl.Silo.Http.Api.Errors;

/// <summary>A request that is answered with an error.</summary>
/// <param name="error">Its kind.</param>
/// <param name="detail">What, where, the rule, for the person who asked.</param>
/// <param name="retryAfter">When asking again may help; null where that isn't known.</param>
internal sealed class ApiException(ApiError error, string detail, TimeSpan? retryAfter = null) : Exception(detail)
{
    /// <summary>Its kind.</summary>
    public ApiError Error => error;

    /// <summary>When asking again may help.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
