using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>What a pushed image is, where no form says it.</summary>
internal sealed record PushQuery
{
    /// <summary>The domain; <c>default</c> where none is named.</summary>
    [FromQuery(Name = "domain"), Description("The domain (camera, place, weather); a form's field comes first"), DefaultValue("default")]
    public string? Domain { get; init; }

    /// <summary>To learn from or to measure with.</summary>
    [FromQuery(Name = "purpose"), RegularExpression(PurposeNames.Pattern), Description("To learn from or to measure with; a form's field comes first")]
    public string? Purpose { get; init; }

    /// <summary>The file's name, for messages.</summary>
    [FromQuery(Name = "name"), Description("The file's name, for messages; a form's file has its own")]
    public string? Name { get; init; }
}
