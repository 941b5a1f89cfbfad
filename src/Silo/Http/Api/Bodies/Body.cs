using Microsoft.AspNetCore.Http;
using Prcl.Contracts;
using Prcl.Silo.Http.Api.Errors;

namespace Prcl.Silo.Http.Api.Bodies;

/// <summary>Reads bodies that aren't JSON.</summary>
internal static class Body
{
    /// <summary>The types of image bodies, for documentation: any image/* is let in, and the bytes decide.</summary>
    public const string Png = "image/png";

    /// <summary>The other one.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>The whole body of an image type.</summary>
    /// <exception cref="ApiException">It is of another type.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the route takes, or was cut off.</exception>
    public static async Task<byte[]> Image(HttpRequest request)
    {
        if (!IsImage(request.ContentType))
        {
            throw new ApiException(ApiErrors.UnsupportedType, "the body must be image/png or image/jpeg");
        }

        return await All(request);
    }

    /// <summary>The whole body, whatever it is.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than the route takes, or was cut off.</exception>
    public static async Task<byte[]> All(HttpRequest request)
    {
        using var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, BodyLimits.Images));
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>A form with files.</summary>
    /// <exception cref="ApiException">It is none, or can't be read.</exception>
    public static async Task<IFormCollection> Form(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ApiException(ApiErrors.UnsupportedType, "the body must be multipart/form-data");
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new PrclRequestException($"the form can't be read: {failure.Message}");
        }
    }

    /// <summary>A file of a form.</summary>
    public static async Task<byte[]> Bytes(IFormFile file, CancellationToken cancellation)
    {
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    /// <summary>Whether a type is an image's.</summary>
    public static bool IsImage(string? type) => type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
}
