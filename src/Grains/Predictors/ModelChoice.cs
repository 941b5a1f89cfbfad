using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Grains.Predictors;

/// <summary>Which version answers a request.</summary>
internal static class ModelChoice
{
    /// <summary>The version asked for, or the alias <c>serving</c> where it is set, or the newest.</summary>
    /// <exception cref="PrclRequestException">The run doesn't keep that version.</exception>
    public static async Task<ModelReference> Of(IRunGrain run, string name, long? version)
    {
        if (version is { } number)
        {
            return await run.Model(number.ToString(CultureInfo.InvariantCulture))
                ?? throw new PrclRequestException($"Run '{name}' keeps no version {number}.") { Code = RequestErrorCode.NoSuchVersion };
        }

        return await run.Model("serving") ?? await run.Model("latest") ?? throw new PrclRequestException($"Run '{name}' has no model.") { Code = RequestErrorCode.NoSuchVersion };
    }
}
